"""A browser as far as the gateway can tell: cookies, the headers that a page's form sends, and the form's token."""

import re
from typing import Any

import httpx


class Browser(httpx.AsyncClient):
    """`host` is what the address bar says; the connection goes to `address`."""

    def __init__(self, address: str, *, host: str) -> None:
        super().__init__(base_url=address, headers={"host": host, "accept": "text/html"}, timeout=60)
        self.host = host
        self.origin = f"http://{host}"

    async def token(self, path: str) -> str:
        """The form token that the page at `path` carries."""
        page = await self.get(path)
        found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
        assert found is not None, page.text[:2000]
        return found[1]

    async def send_form(self, path: str, fields: dict[str, Any], *, token: str = "", **options: Any) -> httpx.Response:
        """As the browser would send a form of its own page."""
        headers = {"origin": self.origin, "sec-fetch-site": "same-origin", **options.pop("headers", {})}
        return await self.post(path, data={"csrf_token": token, **fields}, headers=headers, **options)

    def bring(self, name: str, value: str) -> None:
        """A cookie from before."""
        self.cookies.set(name, value, domain="127.0.0.1")

    def holds(self, purpose: str) -> bool:
        return any(name.endswith(f"_{purpose}") for name in self.cookies)
