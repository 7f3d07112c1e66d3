"""Documents of decisions, read and verified."""
