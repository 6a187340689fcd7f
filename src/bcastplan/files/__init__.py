"""Files on disk: only regular ones are read, and writing is whole or not at all and never over foreign changes."""
