"""axe on a page as somebody has it before them. It runs in a world of its own beside the page's script, so that the
page's content security policy stays in force."""

import json
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.async_api import CDPSession, Page

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


async def audited(page: Page, *, kinds: tuple[str, ...] = ("violations",)) -> dict[str, Any]:
    """What axe found. Only findings of these `kinds` name every element, which is what takes long to bring over."""
    session = await page.context.new_cdp_session(page)
    try:
        world = await world_of_its_own(session)
        await evaluate(session, world, AXE + ";null")
        options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": list(kinds)}
        return await evaluate(session, world, f"axe.run(document, {json.dumps(options)})")
    finally:
        await session.detach()


def faults(results: dict[str, Any]) -> list[str]:
    return [
        f"{fault['id']} ({fault['help']}) {node['html'][:160]}"
        for fault in results["violations"]
        for node in fault["nodes"]
    ]


async def world_of_its_own(session: CDPSession) -> int:
    tree = await session.send("Page.getFrameTree")
    frame = tree["frameTree"]["frame"]["id"]
    world = await session.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": "axe"})
    return world["executionContextId"]


async def evaluate(session: CDPSession, world: int, expression: str) -> Any:
    asked = {"expression": expression, "contextId": world, "awaitPromise": True, "returnByValue": True}
    answer = await session.send("Runtime.evaluate", asked)
    assert "exceptionDetails" not in answer, answer["exceptionDetails"]
    return answer["result"].get("value")
