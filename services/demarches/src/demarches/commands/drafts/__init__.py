"""A dossier until it is sent."""
