"""``python -m bcastplan`` and the console script ``bcastplan`` start here."""

from bcastplan.cli import main

if __name__ == "__main__":
    main()
