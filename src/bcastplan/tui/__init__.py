"""The planner's screen: it shows and asks; what is done is done by ``workspace``."""
