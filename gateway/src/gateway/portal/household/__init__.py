"""« Mon foyer »: whom one enters démarches for."""
