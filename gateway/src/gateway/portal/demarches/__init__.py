"""The catalogue, the steps of a démarche, and what becomes of what was sent."""
