"""Definitions, as their authors see them."""
