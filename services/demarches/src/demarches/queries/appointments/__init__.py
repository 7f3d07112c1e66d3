"""Free slots, one's bookings, the agents' days."""
