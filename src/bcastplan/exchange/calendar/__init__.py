"""Calendars for listeners (iCalendar, RFC 5545): series are rules, and rules keep the clock of the listener's zone."""
