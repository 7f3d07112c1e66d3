"""How much reading is a desk's work, and from where on it is told (RELIABILITY B11)."""

from datetime import timedelta

MOST_AN_HOUR = 60
COUNTS_LIVE = timedelta(days=365)
