"""What a town offers."""
