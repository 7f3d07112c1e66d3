"""What the desk shows to people outside."""
