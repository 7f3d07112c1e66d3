"""OpenID Connect, as a client."""
