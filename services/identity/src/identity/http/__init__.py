"""The public API, and the gateway's own door (`internal`)."""
