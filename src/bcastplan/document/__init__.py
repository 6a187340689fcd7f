"""YAML texts: this package reads them with positions and edits single values and items."""
