"""The cookies of an entrance: strictly necessary ones, for this host alone, unreadable by scripts."""

from collections.abc import Iterable
from typing import Literal

SameSite = Literal["Lax", "Strict"]


class Cookies:
    """Names and attributes. Over https each name has the `__Host-` prefix: no other host can plant one."""

    def __init__(self, *, secure: bool, same_site: SameSite, entrance: str) -> None:
        self._secure, self._same_site, self._entrance = secure, same_site, entrance

    def name(self, purpose: str) -> str:
        prefix = "__Host-" if self._secure else ""
        return f"{prefix}parvis_{self._entrance}_{purpose}"

    def written(self, purpose: str, value: str, *, max_age: int | None = None) -> bytes:
        """A `Set-Cookie` value; without `max_age` it ends with the browser."""
        parts = [f"{self.name(purpose)}={value}", "Path=/", "HttpOnly", f"SameSite={self._same_site}"]
        if max_age is not None:
            parts.append(f"Max-Age={max_age}")
        if self._secure:
            parts.append("Secure")
        return "; ".join(parts).encode("latin-1")

    def erased(self, purpose: str) -> bytes:
        return self.written(purpose, "", max_age=0)

    def read(self, headers: Iterable[tuple[bytes, bytes]], purpose: str) -> list[str]:
        """Every value sent under this name: more than one is somebody's doing, and no reason to trust either."""
        wanted = self.name(purpose).encode("latin-1")
        found: list[str] = []
        for name, line in headers:
            if name == b"cookie":
                for pair in line.split(b";"):
                    key, _, value = pair.strip().partition(b"=")
                    if key == wanted:
                        found.append(value.decode("latin-1"))
        return found
