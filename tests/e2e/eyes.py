"""What is looked at on every page visited: a picture is kept, and faults that eyes and assistive tools would meet are told.

For somebody without script, axe runs in a copy of the page.
"""

import re
import shutil
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from typing import ClassVar

from playwright.async_api import Error, Page, Response

from suite.state import CHECKOUT

from . import axe

# A picture below what the window shows is loaded when somebody scrolls to it, which a screenshot does not.
PICTURES_THERE = """async () => {
    for (const picture of document.images) picture.loading = "eager";
    await Promise.all([...document.images].map(picture => picture.decode().catch(() => {})));
}"""
PICTURES = CHECKOUT / "artifacts" / "e2e"


class Eyes:
    """Those of one width. `faults` fills up as pages are looked at; a story ends by telling them."""

    _taken: ClassVar[Counter[int]] = Counter()

    def __init__(self, width: int) -> None:
        self.width = width
        self.faults: list[str] = []
        # The status of an error page that the story asks for.
        self.expected = 200
        self.folder = PICTURES / str(width)

    async def look(self, page: Page, name: str, *, script: bool = True) -> None:
        if not self._taken[self.width]:
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder.mkdir(parents=True)
        self._taken[self.width] += 1
        for last in (False, False, False, True):
            try:
                if script:
                    await page.evaluate(PICTURES_THERE)
                await page.screenshot(path=self.folder / f"{self._taken[self.width]:02}-{name}.png", full_page=True)
                async with nullcontext(page) if script else _copy(page) as same:
                    found = [*axe.faults(await axe.audited(same)), *await _told_by_the_page(same, self.width)]
            except Error as error:
                # A page may go on by itself (a form that leaves once its files have come, « Patientez… »): look at the next.
                if last or not re.search(r"context with specified id|context was destroyed|navigat", str(error)):
                    raise
                await page.wait_for_load_state()
            else:
                self.faults += [f"{name}: {fault}" for fault in found]
                return

    def listen(self, page: Page) -> None:
        """A complaint of the browser (policy, script, missing file) is a fault as well."""
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("console", lambda said: self._complain(page, said.text) if said.type == "error" else None)
        page.on("response", self._answered)

    def _complain(self, page: Page, said: str) -> None:
        if not said.startswith("Failed to load resource"):
            self.faults.append(f"{page.url}: {said}")

    def _answered(self, response: Response) -> None:
        # 422 is a form shown again with its errors, which a story may well bring about.
        if response.status >= 400 and response.status not in (422, self.expected):
            self.faults.append(f"{response.request.method} {response.url}: {response.status}")


@asynccontextmanager
async def _copy(page: Page) -> AsyncIterator[Page]:
    """The same page where script runs."""
    assert page.context.browser is not None
    html = await page.content()
    context = await page.context.browser.new_context(viewport=page.viewport_size, reduced_motion="reduce")
    copy = await context.new_page()
    await copy.route(page.url, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    await copy.goto(page.url)
    yield copy
    await context.close()


async def _told_by_the_page(page: Page, width: int) -> list[str]:
    session = await page.context.new_cdp_session(page)
    try:
        facts = await axe.evaluate(session, await axe.world_of_its_own(session), FACTS)
    finally:
        await session.detach()
    faults = []
    if facts["wide"] > width:
        faults.append(f"scrolls sideways: {facts['wide']} px")
    if facts["headings"] != 1:
        faults.append(f"{facts['headings']} main headings")
    if facts["language"] != "fr":
        faults.append(f"is not in French: {facts['language']!r}")
    if facts["untranslated"]:
        faults.append(f"shows what is not meant for people: {facts['untranslated']}")
    return faults


# The last one: words that only a mistake of ours can put on a page.
FACTS = r"""({
  wide: document.documentElement.scrollWidth,
  headings: document.querySelectorAll("h1").length,
  language: document.documentElement.lang,
  untranslated: (document.body.innerText.match(/\bNone\b|\bundefined\b|\[object |%\(\w+\)s|\{\{|\}\}/g) || []).join(" "),
})"""
