"""Démarches ready to be offered: data in plain language, with their pieces and legal references.

A jurist reads the rules before they bind anyone. `read.py` says how the files are written.
"""
