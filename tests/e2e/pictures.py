"""`PARVIS_E2E_URL_BASE=http://localhost:8000 .venv/bin/python -m tests.e2e.pictures`: the README's pictures, from a
suite that runs. The console shows the first dossier of its queue."""

import asyncio
import tempfile
from pathlib import Path

from contracts.demo import AGENT
from kit.browser import launched
from kit.suite import running_suite
from suite.state import CHECKOUT

from .eyes import Eyes
from .people import somebody

FOLDER = CHECKOUT / "docs" / "images"


async def take() -> None:
    with tempfile.TemporaryDirectory() as folder, running_suite(Path(folder)) as suite:
        async with launched() as browser:
            async with somebody(browser, suite, Eyes(1280)) as visitor:
                await visitor.opens(suite.portal())
                await visitor.page.screenshot(path=FOLDER / "portal.png")
            async with somebody(browser, suite, Eyes(1280)) as agent:
                await agent.signs_in(suite.console(""), AGENT)
                await agent.opens(suite.console("/demarches/?vue=all"))
                await agent.page.get_by_role("main").locator("tbody a").first.click()
                await agent.page.wait_for_load_state()
                await agent.page.screenshot(path=FOLDER / "console.png")


if __name__ == "__main__":
    asyncio.run(take())
