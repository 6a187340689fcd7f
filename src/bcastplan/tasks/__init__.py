"""Work cut into tasks, and who runs them: this process, several on this machine, or others elsewhere."""
