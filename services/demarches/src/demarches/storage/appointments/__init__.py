"""Calendars, bookings and waiting lists, kept."""
