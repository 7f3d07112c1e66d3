"""Changing a definition: parts, differences, what its author expects of it."""
