"""One's own space: created, activated, opened, closed, recovered, kept up to date."""
