"""The views of a plan, one module each; they show and ask, and the app does."""
