"""Pictures and sounds for the check against robots."""
