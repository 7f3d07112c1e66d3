"""Organisations, accounts, sessions and permissions: what is true of them, without I/O."""
