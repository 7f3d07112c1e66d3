"""Asking without an account."""
