"""The result of `check` as text, JSON, SARIF, JUnit and GitHub annotations."""
