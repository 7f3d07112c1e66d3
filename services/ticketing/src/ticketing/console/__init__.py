"""The support team's pages."""
