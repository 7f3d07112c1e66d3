"""Pieces joined, asked for, opened."""
