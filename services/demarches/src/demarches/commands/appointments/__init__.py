"""Booking, moving, cancelling, and running the calendars."""
