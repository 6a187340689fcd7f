"""bcastplan: planner for shortwave and medium-wave broadcast schedules.

Importing the package stays light: version only.
"""

__version__ = "0.1.0"
