"""People who file a dossier while the suite is mistreated, and who insist: every acceptance is written down."""

import asyncio
import re
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx

from kit.asking import unencrypted
from kit.suite import RunningSuite

DEMARCHE = "signaler-un-probleme"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
# What a person may meet while a part is dead: never a bare 500.
HONEST = {502, 503, 504}
PATIENCE = 90.0
# Refused connections and unfinished answers are the gateway's own death.
LOST = (httpx.TransportError,)


@dataclass
class Record:
    """What was promised to the applicants, and what they were told otherwise."""

    accepted: dict[str, str] = field(default_factory=dict)
    """Address of the applicant → reference of the dossier."""
    visits: list["Visit"] = field(default_factory=list)
    asked: int = 0
    refused: int = 0
    lost: int = 0
    """Questions whose connection broke."""
    bare: list[str] = field(default_factory=list)
    """Answers that no page explains."""


class Visit:
    """One browser, one dossier."""

    def __init__(self, suite: RunningSuite, record: Record) -> None:
        self.record = record
        self.email = f"habitant-{uuid4().hex[:12]}@plassans.example"
        self.dossier_id = ""
        self.reference = ""
        origin = suite.portal("")
        # Not every resolver knows *.localhost, as browsers do.
        headers = {"host": origin.removeprefix("http://"), "origin": origin, "sec-fetch-site": "same-origin"}
        address = f"http://127.0.0.1:{suite.ports.public}"
        self.http = httpx.AsyncClient(base_url=address, headers=headers, timeout=60, verify=unencrypted())

    async def file(self) -> None:
        """From the first page to the reference, insisting at each step; closes the browser, which keeps its cookies."""
        path = await self.fill_in()
        sent = await self._insist("POST", f"{path}/submission")
        await self.http.aclose()
        self.reference = sent.json()["reference"]
        self.record.accepted[self.email] = self.reference
        self.record.visits.append(self)

    async def fill_in(self) -> str:
        """Everything but the last click; the dossier's address."""
        page = await self._insist("GET", "/espace/creation")
        token = TOKEN.search(page.text)
        assert token, "a page with a form carries its token"
        self.http.headers["x-csrf-token"] = token[1]
        begun = await self._insist("POST", "/api/demarches/v1/dossiers", json={"demarche": DEMARCHE})
        self.dossier_id = begun.json()["id"]
        path = f"/api/demarches/v1/dossiers/{self.dossier_id}"
        await self._insist("PUT", f"{path}/steps/demande", json={"answers": ANSWERS})
        await self._insist("PUT", f"{path}/steps/informations", json={"answers": {"email": self.email}})
        await self._insist("PUT", f"{path}/steps/pieces", json={"answers": {}})
        return path

    async def read_back(self) -> dict[str, Any]:
        """The dossier, as its applicant sees it now, in a browser opened again."""
        kept = self.http
        self.http = httpx.AsyncClient(
            base_url=kept.base_url, headers=kept.headers, cookies=kept.cookies, timeout=60, verify=unencrypted()
        )
        async with self.http:
            answer = await self._insist("GET", f"/api/demarches/v1/dossiers/{self.dossier_id}")
        return answer.json()

    async def read(self, path: str) -> httpx.Response:
        """A page or an answer of the API, as somebody who looks around."""
        return await self._insist("GET", path)

    async def _insist(self, method: str, path: str, **options: Any) -> httpx.Response:
        """Until it is done. Asking again is harmless: that is what is shown here."""
        give_up = asyncio.get_running_loop().time() + PATIENCE
        while True:
            self.record.asked += 1
            try:
                answer = await self.http.request(method, path, **options)
            except LOST:
                self.record.lost += 1
                answer = None
            if answer is not None and answer.status_code < 300:
                return answer
            if answer is not None:
                self._judge(method, path, answer)
            assert asyncio.get_running_loop().time() < give_up, f"{method} {path}: {answer and answer.text[:500]}"
            await asyncio.sleep(0.3)

    def _judge(self, method: str, path: str, answer: httpx.Response) -> None:
        self.record.refused += 1
        if answer.status_code == 409 and answer.json().get("type") == "/problems/still-running":
            # What was asked before the connection broke is being done: told, and true.
            return
        explained = "momentanément" in answer.text or "indisponible" in answer.text or "unavailable" in answer.text
        if answer.status_code not in HONEST or not explained:
            self.record.bare.append(f"{method} {path} → {answer.status_code} {answer.text[:300]}")


ANSWERS = {
    "problem": "light",
    "place": "Rue de la Banne, devant le 12",
    "description": "Le lampadaire est éteint depuis lundi.",
    "danger": False,
}


async def keep_filing(suite: RunningSuite, record: Record, until: asyncio.Event) -> None:
    """One after another, until told to stop; the one begun is brought to its end."""
    while not until.is_set():
        visit = Visit(suite, record)
        await visit.file()
