"""Where a dossier stands in its own workflow."""
