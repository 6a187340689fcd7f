"""Files on disk: reads only regular files, writes files whole or not at all, never over changes by others."""
