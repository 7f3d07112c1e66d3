"""What the town tells: news, what takes place, practical information."""
