"""What the support team does."""
