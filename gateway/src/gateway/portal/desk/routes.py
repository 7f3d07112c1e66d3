"""What the desk shows to people outside: an expert's opinion by link, the check of a decision."""

from gateway.portal.desk import figures, opinions, verification

ROUTES = [*opinions.ROUTES, *verification.ROUTES, *figures.ROUTES]
