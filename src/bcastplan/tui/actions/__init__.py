"""What the keys of the plan's screen do, one module for each kind of action."""
