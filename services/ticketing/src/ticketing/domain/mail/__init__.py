"""Mails that come in: whose ticket they answer, what they say, and whether a person wrote them."""
