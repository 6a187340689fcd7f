"""Paths become opened plans: files are found, read and watched."""
