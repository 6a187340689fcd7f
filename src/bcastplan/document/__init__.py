"""The YAML text: read with positions, edited by the line, written atomically."""
