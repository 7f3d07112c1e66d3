"""Somebody at a browser: what a person does and sees, in the words of the page."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx
from playwright.async_api import Browser, BrowserContext, Error, FilePayload, Locator, Page, Response, expect

from contracts.demo import PASSWORD, DemoAccount
from kit.browser import PATIENCE_MS
from kit.suite import RunningSuite

from .eyes import Eyes

HEIGHT = {1280: 900, 390: 844}


class Person:
    def __init__(self, page: Page, eyes: Eyes, suite: RunningSuite, *, script: bool = True) -> None:
        self.page, self.eyes, self.suite, self.script = page, eyes, suite, script

    @property
    def context(self) -> BrowserContext:
        return self.page.context

    async def opens(self, address: str, *, expecting: int = 200) -> Response:
        """An address, or a path of where this person already is."""
        self.eyes.expected = expecting
        if address.startswith("/"):
            address = re.sub(r"^(https?://[^/]+).*", r"\1", self.page.url) + address
        try:
            response = await self.page.goto(address)
        except Error as aborted:
            # A page that refreshes itself while a file is checked went on in that very moment.
            if "ERR_ABORTED" not in str(aborted):
                raise
            response = await self.page.goto(address)
        assert response is not None
        assert response.status == expecting, f"{address}: {response.status}"
        return response

    async def looks(self, name: str) -> None:
        await self.eyes.look(self.page, name, script=self.script)

    async def fills(self, label: str, value: str, *, inside: Locator | None = None) -> None:
        field = (inside or self.page).get_by_label(label, exact=False).first
        await field.fill(value)

    async def fills_date(self, group: str, day: int, month: int, year: int) -> None:
        inside = self.page.get_by_role("group", name=group)
        for label, value in (("Jour", day), ("Mois", month), ("Année", year)):
            await inside.get_by_label(label).fill(str(value))

    async def chooses(self, option: str, *, of: str | None = None) -> None:
        """A radio button or a box, by what it says; `of` is the question when several offer it."""
        within = self.page.get_by_role("group", name=of) if of else self.page
        await within.get_by_label(option).first.check()

    async def presses(self, name: str) -> None:
        """A button or a link, by the beginning of what it says."""
        await self.control(name).click()

    def control(self, name: str) -> Locator:
        spoken = re.compile(rf"^\s*{re.escape(name)}")
        main = self.page.get_by_role("main")
        return main.get_by_role("button", name=spoken).or_(main.get_by_role("link", name=spoken)).first

    async def finds_in_menu(self, name: str) -> Locator:
        """A link of the header, which a phone keeps behind « Menu »."""
        banner = self.page.get_by_role("banner")
        opener = banner.get_by_role("button", name="Menu")
        if await opener.is_visible():
            await opener.click()
        return banner.get_by_role("link", name=name).first

    async def sees(self, text: str | re.Pattern[str]) -> None:
        await expect(self.page.locator("body")).to_contain_text(text)

    async def sees_title(self, text: str | re.Pattern[str]) -> None:
        await expect(self.page.get_by_role("heading", level=1)).to_contain_text(text)

    async def reads(self) -> str:
        """The page's words; the spaces that no line may break at are spaces to whoever reads, and joiners nothing."""
        return (
            (await self.page.locator("body").inner_text())
            .replace("\u00a0", " ")
            .replace("\u202f", " ")
            .replace("\u2060", "")
        )

    async def reads_reference(self) -> str:
        """The number of the dossier on the page."""
        found = re.search(r"\b[A-Z]{3}-\d{4}-\d{6}\b", await self.reads())
        assert found, "no number on the page"
        return found[0]

    async def joins(self, piece: str, *files: FilePayload, keep: bool = False) -> None:
        """Adds files to the piece of that name, on the page where pieces are asked for."""
        section = (
            self.page.get_by_role("main").locator("section").filter(has=self.page.get_by_role("heading", name=piece))
        )
        if keep:
            await section.get_by_label("Dupliquer cette pièce").check()
        await section.locator("input[type=file]").first.set_input_files(files)
        if not self.script:
            await section.get_by_role("button", name="Ajouter cette pièce").first.click()
        # Among the pieces joined: while it is sent, its name stands beside the field already. It is joined when all
        # that was chosen with it has come.
        await expect(section.locator(".documents")).to_contain_text(files[-1]["name"], timeout=60_000)

    async def reloads_until(self, text: str, *, gone: bool = False) -> bool:
        try:
            await self.page.reload()
        except Error:
            # It was on its way to the page that a press of a button leads to.
            return False
        return (text in await self.reads()) is not gone

    async def fetches(self, path: str) -> httpx.Response:
        """What the browser would save: the answer itself, with this person's cookies."""
        here = urlsplit(self.page.url)
        cookies = {kept["name"]: kept["value"] for kept in await self.context.cookies(self.page.url)}
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{here.port}", cookies=cookies, timeout=60) as client:
            return await client.get(path, headers={"host": here.netloc})

    async def signs_in(self, entrance: str, account: DemoAccount, *, password: str = PASSWORD) -> None:
        """By the form of an entrance, which may ask for the organisation as well."""
        await self.opens(f"{entrance.rstrip('/')}/connexion")
        organisation = self.page.get_by_label("Votre organisation")
        if await organisation.count():
            await organisation.fill(account.organisation.name)
        await self.fills("Identifiant", account.identifier)
        await self.page.get_by_role("main").locator("input[type=password]").fill(password)
        await self.presses("Me connecter")
        await expect(self.page).not_to_have_url(re.compile("/connexion"))


@asynccontextmanager
async def somebody(
    browser: Browser, suite: RunningSuite, eyes: Eyes, *, script: bool = True, **options: Any
) -> AsyncIterator[Person]:
    """A new person, in a browser that remembers nothing."""
    context = await browser.new_context(
        viewport={"width": eyes.width, "height": HEIGHT.get(eyes.width, 900)},
        locale="fr-FR",
        timezone_id="Europe/Paris",
        reduced_motion="reduce",
        java_script_enabled=script,
        **options,
    )
    context.set_default_timeout(PATIENCE_MS)
    page = await context.new_page()
    eyes.listen(page)
    try:
        yield Person(page, eyes, suite, script=script)
    finally:
        await context.close()
