"""« Mon tableau de bord »."""
