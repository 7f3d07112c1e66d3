"""The pieces of the demonstration: drawn by us, of nobody who exists."""
