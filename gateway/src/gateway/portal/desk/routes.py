"""What the desk shows to people outside: an expert's opinion by link."""

from gateway.portal.desk import opinions

ROUTES = [*opinions.ROUTES]
