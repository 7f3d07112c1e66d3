"""What is heard of the other services."""
