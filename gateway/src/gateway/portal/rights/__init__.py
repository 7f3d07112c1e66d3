"""« Mes données »: everything in an archive, erasure with its certificate."""
