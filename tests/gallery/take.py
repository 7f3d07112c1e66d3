"""`python -m tests.gallery.take [--audit] [words]`: the pictures of every page and state, from a fresh suite, or from the
one of PARVIS_E2E_URL_BASE. Words narrow it to the entries that hold one of them; --audit, to the two views that axe reads.
"""

import asyncio
import json
import re
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from playwright.async_api import Browser, Error
from tests.e2e import axe
from tests.e2e.eyes import PICTURES_THERE, Eyes
from tests.e2e.people import Person, somebody

from kit.browser import launched
from kit.suite import RunningSuite, running_suite
from suite.state import CHECKOUT

from . import doubles, showing
from .elsewhere import WHY_NOT
from .entries import SEEN, Visitor
from .finding import Finding
from .states import STATES, State

FOLDER = CHECKOUT / "artifacts" / "gallery"
WIDTHS = (390, 768, 1440)
HEIGHTS = {390: 844, 768: 1024, 1440: 900}
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
# Contrast depends on the theme, the rest on the width: two of the six tell both.
AUDITED = {(390, "light"), (1440, "dark")}
View = tuple[int, Literal["light", "dark"]]
ALL_VIEWS: list[View] = [(width, theme) for theme in THEMES for width in WIDTHS]
LINKS = "() => [...document.querySelectorAll('a[href]')].map((one) => one.href)"
SIGN_IN = "/connexion"
WIDE = "() => document.documentElement.scrollWidth - window.innerWidth"


class Gallery:
    """`pages` and `states` are the views of each; without pictures, only what axe reads is kept. Browsers' sessions stay in
    `folder`."""

    def __init__(
        self,
        suite: RunningSuite,
        browser: Browser,
        words: list[str],
        *,
        folder: Path = FOLDER,
        pages: Collection[View] = ALL_VIEWS,
        states: Collection[View] = ALL_VIEWS,
        pictures: bool = True,
    ) -> None:
        self.suite, self.browser, self.folder, self.pictures = suite, browser, folder, pictures
        self.views_of_pages, self.views_of_states = pages, states
        if "--audit" in words:
            self.views_of_pages = self.views_of_states = [view for view in ALL_VIEWS if view in AUDITED]
        self.words = [word for word in words if word != "--audit"]
        self.shown: list[dict[str, Any]] = []
        self.missing: list[str] = []
        self.rules: dict[str, dict[str, dict[str, Any]]] = {}
        self.engine = ""

    def wanted(self, *told: str) -> bool:
        return not self.words or any(word in " ".join(told) for word in self.words)

    async def all(self) -> None:
        for who, paths in SEEN.items():
            if self.wanted(who.name, paths, *(state.name for state in STATES if state.who == who)):
                await self.of(who)

    async def of(self, who: Visitor) -> None:
        eyes = Eyes(1440)
        async with self._arrived(who, eyes, "fr") as person:
            await self._pages(who, person, eyes, SEEN[who])
        for state in STATES:
            if state.who == who and self.wanted(who.name, state.name, state.path):
                async with self._arrived(who, eyes, state.locale) as person:
                    await self._state(person, eyes, state)

    @asynccontextmanager
    async def _arrived(self, who: Visitor, eyes: Eyes, locale: str) -> AsyncIterator[Person]:
        home = self.suite.portal("", organisation=who.organisation) if who.organisation else self.suite.console("")
        kept = self.folder / f"{who.name}.json"
        options: dict[str, Any] = {"storage_state": kept} if kept.exists() else {}
        async with somebody(self.browser, self.suite, eyes, **options) as person:
            if options or who.account is None:
                await person.opens(f"{home}/connexion", expecting=200)
            # Also where the session kept has ended meanwhile: what follows would be pictures of the sign-in page.
            if who.account and (not options or urlsplit(person.page.url).path == "/connexion"):
                await person.signs_in(home, who.account)
            if options or locale != "fr":
                await person.opens(f"/langue/{locale}")
            yield person
            if who.account is not None:
                # The word of a session changes every few minutes, and ends it if it is shown once more.
                await person.context.storage_state(path=kept)

    async def _pages(self, who: Visitor, person: Person, eyes: Eyes, paths: str) -> None:
        finding = Finding(paths)
        queue = [(path, address) for path, addresses in list(finding.found.items()) for address in addresses]
        while queue:
            path, address = queue.pop(0)
            try:
                eyes.expected = 404  # told below
                response = await person.page.goto(re.sub(r"^(https?://[^/]+).*", r"\1", person.page.url) + address)
            except Error as error:
                self.missing.append(f"{who.name}: {address} ({error.message.splitlines()[0]}{because(path)})")
                continue
            for link in await person.page.evaluate(LINKS):
                if urlsplit(link).netloc == urlsplit(person.page.url).netloc and (found := finding.take(link)):
                    queue.append(found)
            landed = urlsplit(person.page.url).path
            if landed != urlsplit(address).path:
                self.missing.append(f"{who.name}: {address} (leads to {landed}{because(path)})")
            elif self.wanted(who.name, path):
                await self._keep(person, eyes, who, path, address, "", response.status if response else 0)
            if response and response.status >= 400:
                self.missing.append(f"{who.name}: {address} (answers {response.status}{because(path)})")
        self.missing += [f"{who.name}: {path} (no page links there{because(path)})" for path in finding.missing]

    async def _state(self, person: Person, eyes: Eyes, state: State) -> None:
        try:
            await person.opens(state.path, expecting=state.status)
            if state.doing:
                await state.doing(person)
            if state.who.account is not None and urlsplit(person.page.url).path == SIGN_IN != state.path:
                raise AssertionError(f"leads to {SIGN_IN}")
            await self._keep(person, eyes, state.who, state.path, state.path, state.name, state.status)
        except (Error, AssertionError) as error:
            self.missing.append(f"{state.who.name}: {state.name} ({str(error).splitlines()[0]})")

    async def _keep(
        self, person: Person, eyes: Eyes, who: Visitor, path: str, address: str, state: str, status: int
    ) -> None:
        page, number = person.page, len(self.shown)
        eyes.expected = status
        faults: list[str] = []
        entry: dict[str, Any] = {
            "number": number,
            "who": who.name,
            "path": path,
            "address": address,
            "state": state,
            "status": status,
            "title": await page.title(),
            "landed": re.sub(r"^https?://[^/]+", "", page.url),
        }
        for width, theme in self.views_of_states if state else self.views_of_pages:
            await page.emulate_media(color_scheme=theme)
            await page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
            if self.pictures:
                await page.evaluate(PICTURES_THERE)
                name = f"{number:03}-{width}-{theme}.jpg"
                await page.screenshot(path=self.folder / name, full_page=True, type="jpeg", quality=60)
            if (wide := await page.evaluate(WIDE)) > 0:
                faults.append(f"{width} px: scrolls sideways by {wide} px")
            if (width, theme) in AUDITED:
                faults += [f"{width} px {theme}: {fault}" for fault in await self._audit(person, who.entrance)]
        faults += await doubles.faults(page)
        entry["faults"] = [*dict.fromkeys(faults), *dict.fromkeys(eyes.faults)]
        eyes.faults.clear()
        self.shown.append(entry)
        sys.stdout.write(f"{number:03} {who.name} {address} {state} {'; '.join(entry['faults'])[:300]}\n")
        sys.stdout.flush()

    async def _audit(self, person: Person, entrance: str) -> list[str]:
        results = await axe.audited(person.page, kinds=("violations",))
        for kind in ("passes", "violations", "incomplete", "inapplicable"):
            for rule in results[kind]:
                of_entrance = self.rules.setdefault(entrance, {})
                known = of_entrance.setdefault(rule["id"], {"tags": rule["tags"], "help": rule["help"]})
                known[kind] = known.get(kind, 0) + 1
        self.engine = f"{results['testEngine']['name']} {results['testEngine']['version']}"
        return axe.faults(results)


def because(path: str) -> str:
    """Why the gallery does not show it, and who does."""
    return f"; {WHY_NOT[path]}" if path in WHY_NOT else ""


async def take(words: list[str]) -> None:
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder, running_suite(Path(folder)) as suite:
        async with launched() as browser:
            gallery = Gallery(suite, browser, words)
            await gallery.all()
    for kept in FOLDER.glob("*.json"):
        kept.unlink()
    told = {
        "taken_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "engine": gallery.engine,
        "browser": f"Chromium {browser.version}",
        "shown": gallery.shown,
        "missing": gallery.missing,
        "rules": gallery.rules,
    }
    (FOLDER / "gallery.json").write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
    showing.write(FOLDER, told)
    for line in gallery.missing:
        sys.stdout.write(f"not shown: {line}\n")
    sys.stdout.write(f"{len(gallery.shown)} pages and states: {FOLDER.relative_to(CHECKOUT)}/index.html\n")


if __name__ == "__main__":
    asyncio.run(take(sys.argv[1:]))
