"""SQL straight to what is shown."""
