"""The pages of those who operate the platform, over all services."""
