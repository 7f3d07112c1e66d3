"""The knowledge base, written."""
