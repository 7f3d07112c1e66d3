"""What `parvis` answers to."""
