"""Plans over time: a new plan, a season carried into the next, changes between two plans."""
