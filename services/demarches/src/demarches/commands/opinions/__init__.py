"""What others are asked to think of a dossier."""
