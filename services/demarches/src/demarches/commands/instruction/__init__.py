"""What becomes of a dossier once sent."""
