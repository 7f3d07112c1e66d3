"""What identity answers on the bus."""
