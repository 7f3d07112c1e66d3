"""Keeps the processes of the suite alive, and ends them all together."""
