"""A person's notification centre, and how they want to be told."""
