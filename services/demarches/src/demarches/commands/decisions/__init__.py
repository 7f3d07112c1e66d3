"""Documents of decisions: issued, sealed."""
