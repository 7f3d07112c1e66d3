"""« Voir et imprimer la demande »."""
