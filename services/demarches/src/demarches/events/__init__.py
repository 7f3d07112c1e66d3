"""What others tell and ask this service."""
