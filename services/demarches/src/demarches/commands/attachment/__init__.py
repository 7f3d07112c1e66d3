"""From a tracking link into a personal space."""
