"""What a démarche and a dossier are, and what may happen to them. No I/O, no framework."""
