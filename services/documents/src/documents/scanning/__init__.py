"""The checks' place in the service: who waits, who is next, what becomes of the verdict."""
