"""The support team's pages as a browser uses them: opened, and their forms sent."""

import re
from typing import Any
from urllib.parse import urlencode

import httpx
from support_portal import Portal

from chassis.actor import Actor

FORM = {"content-type": "application/x-www-form-urlencoded"}


async def read(portal: Portal, path: str, actor: Actor | None = None) -> httpx.Response:
    return await portal.call(actor or portal.agent, "GET", path)


async def send(portal: Portal, ticket: str, act: str, actor: Actor | None = None, **fields: Any) -> httpx.Response:
    """The page is opened, and its form sent."""
    page = await read(portal, f"/console/tickets/{ticket}", actor)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert token is not None
    body = urlencode({"csrf_token": token[1], **fields})
    return await portal.call(
        actor or portal.agent, "POST", f"/console/tickets/{ticket}/{act}", content=body, headers=FORM
    )
