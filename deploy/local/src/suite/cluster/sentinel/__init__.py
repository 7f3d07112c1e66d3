"""Who decides which PostgreSQL leads: a process of its own, so that neither of them decides it about itself."""
