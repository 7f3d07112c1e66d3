"""« Mes pièces justificatives »: the citizen's own storage space."""
