"""Démarches offered by the operator, copied, and kept up with."""
