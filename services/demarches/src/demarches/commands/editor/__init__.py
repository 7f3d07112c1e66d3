"""A definition under work, until it is in force."""
