"""A client that is cheap to ask with again and again."""

import ssl
from functools import cache

import httpx


@cache
def unencrypted() -> ssl.SSLContext:
    """One for all clients of tests: a context of its own each reads the web's authorities again, 26 ms and 1 MB of them."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


@cache
def asking() -> httpx.Client:
    """For pages of this machine. Each question by a connection of its own: what answers may be killed meanwhile."""
    return httpx.Client(timeout=60, verify=unencrypted(), limits=httpx.Limits(max_keepalive_connections=0))
