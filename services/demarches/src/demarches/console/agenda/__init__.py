"""Agents' pages of appointments."""
