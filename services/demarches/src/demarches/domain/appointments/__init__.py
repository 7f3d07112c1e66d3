"""Appointments: calendars, the slots they open, bookings and those who wait."""
