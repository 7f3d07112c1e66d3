"""Figures of the organisation."""
