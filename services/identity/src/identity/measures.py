"""What Prometheus reads about signing in: the operator's alarm, whatever organisation it is."""

from prometheus_client import Counter

SUSPECTED = Counter("parvis_stolen_lists_suspected", "Ten minutes in which somebody tried a stolen list somewhere")
