"""Who can hear what is on the air: transmissions and test points in, reliabilities and coverage-hours out."""
