"""What check, conflicts and hours tell of opened plans, and the baseline of known findings."""
