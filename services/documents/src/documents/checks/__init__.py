"""The checks, which run in a process of their own: hostile files are opened here and nowhere else.

Nothing in this package may import the service: the process starts in a quarter of a second and knows no address, no
key and no file but the one it is given.
"""
