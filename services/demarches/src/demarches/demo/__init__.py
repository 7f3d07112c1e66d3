"""The demonstration's démarches."""
