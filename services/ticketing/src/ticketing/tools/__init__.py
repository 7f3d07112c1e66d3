"""Doors that are no web pages: the mails that come in."""
