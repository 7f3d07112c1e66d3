"""What agents see of all dossiers together."""
