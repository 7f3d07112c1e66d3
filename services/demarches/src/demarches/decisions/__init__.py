"""The sheet of a decision."""
