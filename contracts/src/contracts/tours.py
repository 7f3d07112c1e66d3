"""The guided tours of the consoles: one per kind of member."""

TOURS = ("agent", "administrator", "operator")
