"""What a browser keeps for us between two visits, and what the answer will make it keep or forget."""

import re
import secrets
from typing import NamedTuple
from uuid import UUID

import msgspec

from chassis.ids import new_id
from chassis.pages import Flash
from gateway import previews
from gateway.cookies import Cookies
from gateway.sealed import Seal
from gateway.visitors import KEPT_FOR

A_YEAR = 31_536_000
FLASH_LIVES = 300
JOURNEY_LIVES = 600
# As long as a page keeps what was typed without network (assets/js/vault.js).
ENDED_LIVES = 7 * 86_400
SECRET = re.compile(r"[A-Za-z0-9_.-]{20,200}")
SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")


class Kept(NamedTuple):
    """An account that waits: its session's secret, and where the person signs out of the provider they came by."""

    secret: str
    exit: str = ""


class Journey(NamedTuple):
    """To an identity provider and back. `purpose`: connexion or lien."""

    provider: str
    purpose: str
    flow: str
    onwards: str


class Browser:
    """Reads the cookies of one request, and writes those of its answer. `realm` is what its seals are bound to: a
    visitor of one organisation is nobody at another."""

    def __init__(self, cookies: Cookies, seal: Seal, headers: list[tuple[bytes, bytes]], *, realm: str) -> None:
        self._cookies, self._seal, self._headers, self._realm = cookies, seal, headers, realm
        self._written: dict[str, bytes] = {}
        self._pending: list[Flash] = []
        self._flashes_shown = False
        self.visitor = self._kept_visitor()
        self.language = next((code for code in self._sent("langue") if code in ("fr", "en")), None)

    # What it brings.

    @property
    def brings_session(self) -> bool:
        return bool(self._sent("session"))

    @property
    def session(self) -> str:
        """The session's secret; empty for what we never wrote, and for two cookies where one belongs."""
        sent = self._sent("session")
        return sent[0] if len(sent) == 1 and SECRET.fullmatch(sent[0]) else ""

    @property
    def device(self) -> str:
        return next((kept for kept in self._sent("appareil") if SECRET.fullmatch(kept)), "") or secrets.token_urlsafe(
            32
        )

    @property
    def organisation(self) -> str:
        """Where this agent signed in last."""
        return next((kept for kept in self._sent("collectivite") if SLUG.fullmatch(kept)), "")

    @property
    def kept_flashes(self) -> list[Flash]:
        for kept in self._sent("message"):
            text = self._seal.open("flash", kept)
            if text is not None:
                return [Flash(text=said, kind=kind) for kind, said in msgspec.json.decode(text)]
        return []

    @property
    def kept_journey(self) -> "Journey | None":
        """The one that set out for an identity provider from this browser."""
        for kept in self._sent("voyage"):
            text = self._seal.open(self._journey_purpose, kept)
            if text is not None:
                return Journey(*msgspec.json.decode(text, type=tuple[str, str, str, str]))
        return None

    @property
    def kept_exit(self) -> str:
        """Where the person signs out of the provider they came by."""
        opened = (self._seal.open("exit", kept) for kept in self._sent("sortie"))
        return next((text for text in opened if text), "")

    @property
    def has_ended(self) -> bool:
        """A session of this browser was ended, here or everywhere, and no page has forgotten its person yet."""
        return "fini" in self._written or bool(self._sent("fini"))

    @property
    def kept_accounts(self) -> list[Kept]:
        """Those signed in here that are not in use."""
        for kept in self._sent("comptes"):
            text = self._seal.open(f"accounts {self._realm}", kept)
            if text is not None:
                return [Kept(*each) for each in msgspec.json.decode(text, type=list[tuple[str, str]])]
        return []

    @property
    def is_adding(self) -> bool:
        """Whoever signs in adds an account to the one in use, which asked for it."""
        wanted = self._seal.mark("adding", self.session)
        return bool(self.session) and any(secrets.compare_digest(wanted, kept) for kept in self._sent("ajout"))

    # What it is to keep.

    def keep_accounts(self, accounts: list[Kept]) -> None:
        if accounts:
            self._keep("comptes", self._seal.close(f"accounts {self._realm}", msgspec.json.encode(accounts).decode()))
        elif self._sent("comptes"):
            self._written["comptes"] = self._cookies.erased("comptes")

    def keep_adding(self) -> None:
        self._keep("ajout", self._seal.mark("adding", self.session), JOURNEY_LIVES)

    def drop_adding(self) -> None:
        if self._sent("ajout"):
            self._written["ajout"] = self._cookies.erased("ajout")

    def keep_journey(self, provider: str, purpose: str, flow: str, onwards: str) -> None:
        text = msgspec.json.encode((provider, purpose, flow, onwards)).decode()
        self._keep("voyage", self._seal.close(self._journey_purpose, text), JOURNEY_LIVES)

    def drop_journey(self) -> None:
        self._written["voyage"] = self._cookies.erased("voyage")

    def keep_exit(self, address: str) -> None:
        self._keep("sortie", self._seal.close("exit", address))

    def drop_exit(self) -> None:
        self._written["sortie"] = self._cookies.erased("sortie")

    def keep_session(self, secret: str) -> None:
        self._keep("session", secret)

    def drop_session(self) -> None:
        self._written["session"] = self._cookies.erased("session")

    def keep_ended(self) -> None:
        self._keep("fini", "oui", ENDED_LIVES)

    def drop_ended(self) -> None:
        self._written["fini"] = self._cookies.erased("fini")

    def keep_device(self, device: str) -> None:
        """Known again at the next sign-in: a throttled account still opens from a browser that was its own."""
        self._keep("appareil", device, A_YEAR)

    def keep_organisation(self, slug: str) -> None:
        self._keep("collectivite", slug, A_YEAR)

    def keep_language(self, code: str, *, seconds: int | None = A_YEAR) -> None:
        """`seconds`: none for this visit alone."""
        self.language = code
        self._keep("langue", code, seconds)

    def keep_visitor(self) -> UUID:
        """The anonymous id, made now if there is none."""
        if self.visitor is None:
            self.visitor = new_id()
            sealed = self._seal.close(self._visitor_purpose, str(self.visitor))
            self._keep("visiteur", sealed, int(KEPT_FOR.total_seconds()))
        return self.visitor

    def drop_visitor(self) -> None:
        self.visitor = None
        self._written["visiteur"] = self._cookies.erased("visiteur")

    def keep_preview(self, token: str) -> None:
        self._keep(previews.PURPOSE, token, previews.LIVES)

    def end_preview(self) -> None:
        self._written[previews.PURPOSE] = self._cookies.erased(previews.PURPOSE)

    def flash(self, flash: Flash) -> None:
        self._pending.append(flash)

    def take_flashes(self) -> tuple[Flash, ...]:
        """What is to be said now, and not again."""
        self._flashes_shown = True
        return (*self.kept_flashes, *self._pending)

    def set_cookies(self) -> list[bytes]:
        if self._pending and not self._flashes_shown:
            said = msgspec.json.encode([(flash.kind, flash.text) for flash in self._pending]).decode()
            self._keep("message", self._seal.close("flash", said), FLASH_LIVES)
        elif self._flashes_shown and self._sent("message"):
            self._written["message"] = self._cookies.erased("message")
        return list(self._written.values())

    # The tokens of its forms.

    def form_token(self, kept: str) -> str:
        return self._seal.mark("form", f"{self._realm}\n{kept}")

    def knows_form_token(self, token: str, *kept: str) -> bool:
        return any(secrets.compare_digest(self.form_token(one).encode(), token.encode()) for one in kept)

    def _keep(self, purpose: str, value: str, seconds: int | None = None) -> None:
        self._written[purpose] = self._cookies.written(purpose, value, max_age=seconds)

    def _sent(self, purpose: str) -> list[str]:
        return self._cookies.read(self._headers, purpose)

    def _kept_visitor(self) -> UUID | None:
        for kept in self._sent("visiteur"):
            text = self._seal.open(self._visitor_purpose, kept)
            if text is not None:
                return UUID(text)
        return None

    @property
    def _journey_purpose(self) -> str:
        return f"journey {self._realm}"

    @property
    def _visitor_purpose(self) -> str:
        return f"visitor {self._realm}"
