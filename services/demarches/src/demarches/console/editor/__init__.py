"""Authors' pages: a démarche built, tried, compared and published in the browser."""
