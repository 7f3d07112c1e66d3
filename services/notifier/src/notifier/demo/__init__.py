"""What the demonstration's towns tell: news, what takes place, practical information, closed days."""
