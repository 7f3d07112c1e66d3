"""A member signed in at their organisation's portal, by password and second step, as at its page: a session like others, in the list of sessions."""

import json
import os
import sys
from contextlib import suppress
from getpass import getpass
from pathlib import Path
from typing import Any

import httpx

from suite.cli.identity.pages import TOKEN, Form, Page
from suite.cli.operator import ServiceRefused, ServiceSilent
from suite.installation import Installation
from suite.part import HOST
from suite.sentences import CannotGoOn

BROWSER = "parvis (ligne de commande)"
DONE = 303


class SayWho(CannotGoOn):
    """These are an organisation's own matters: nobody acts in them but its members."""

    def __init__(self) -> None:
        super().__init__(
            "Dites où et au nom de qui, avec --at et --as (PARVIS_ORGANISATION, PARVIS_MEMBER) : un membre de l’organisation, "
            "avec son mot de passe.",
            "Say where and who, by --at and --as: a member of the organisation, with their password.",
        )


class NoPassword(CannotGoOn):
    """There is nobody at a keyboard to ask."""

    def __init__(self, variable: str) -> None:
        super().__init__(
            f"Personne au clavier pour répondre : donnez {variable} dans l’environnement.",
            f"Nobody at a keyboard: give {variable} in the environment.",
        )


class NotSignedIn(CannotGoOn):
    """The page refused; its own words."""

    def __init__(self, words: list[str]) -> None:
        super().__init__(f"Connexion refusée : {' '.join(words)}", "the sign-in page refused.")


class SessionOver(CannotGoOn):
    """The session that was kept is no longer one."""

    def __init__(self, slug: str) -> None:
        super().__init__(
            f"La session gardée est terminée : parvis sign-in --at {slug}.", "The session that was kept is over."
        )


class Member:
    """Raises `ServiceSilent` when the entrance does not answer, `ServiceRefused` with the service's own words."""

    def __init__(self, installation: Installation, slug: str) -> None:
        self.slug, self.identifier, self._token = slug, "", ""
        self._kept = installation.state.run / "sign-ins" / f"{slug}.json"
        host = f"{slug}.localhost:{installation.ports.public}"
        # Asked of this machine whatever its resolver makes of names below localhost.
        self._http = httpx.Client(
            base_url=f"http://{HOST}:{installation.ports.public}",
            headers={"host": host, "origin": f"http://{host}", "user-agent": BROWSER, "accept-language": "fr"},
            timeout=60,
        )

    def visit(self) -> None:
        """As somebody who has not signed in: the entrance knows this browser from then on."""
        self._token = _token_of(self._page("GET", "/connexion")).get(TOKEN, "")

    def sign_in(self, identifier: str, password: str) -> None:
        form = self._page("GET", "/connexion").form_with("password")
        if form is None:
            raise NotSignedIn([f"« {self.slug} » n’a pas de page de connexion."])
        told = {"identifier": identifier, "password": password, "organisation": self.slug}
        answer = self._ask("POST", form.action, data={**form.fields, **told})
        page = Page(answer.text)
        if step := page.form_with("ticket"):
            answer = self._ask("POST", step.action, data=self._with_code(page, step))
            page = Page(answer.text)
        if answer.status_code != DONE:
            raise NotSignedIn(page.errors or [f"réponse {answer.status_code}."])
        self.identifier = identifier
        self._learn_token()

    def sign_out(self) -> None:
        """Whatever happens: a session that nobody ended ends by itself."""
        with suppress(CannotGoOn):
            self._ask("POST", "/deconnexion", data={TOKEN: self._token})
        self._kept.unlink(missing_ok=True)

    def keep(self) -> None:
        """For the commands that follow, readable by their owner alone."""
        self._kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        told = {"identifier": self.identifier, "token": self._token, "cookies": dict(self._http.cookies)}
        with os.fdopen(os.open(self._kept, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(told, file)

    def take_up(self, identifier: str | None) -> bool:
        """The session kept for this organisation; false when there is none, or it is somebody else's."""
        if not self._kept.exists():
            return False
        told = json.loads(self._kept.read_text())
        if identifier not in (None, told["identifier"]):
            return False
        self.identifier, self._token = told["identifier"], told["token"]
        for name, value in told["cookies"].items():
            self._http.cookies.set(name, value, domain=HOST)
        return True

    def call(self, service: str, method: str, path: str, **options: Any) -> Any:
        answer = self._called(service, method, path, **options)
        return answer.json() if answer.content else None

    def read(self, service: str, path: str) -> bytes:
        return self._called(service, "GET", path).content

    def _called(self, service: str, method: str, path: str, **options: Any) -> httpx.Response:
        answer = self._ask(method, f"/api/{service}{path}", headers={"x-csrf-token": self._token}, **options)
        if answer.status_code == httpx.codes.UNAUTHORIZED and self._kept.exists():
            self._kept.unlink()
            raise SessionOver(self.slug)
        if answer.is_error:
            raise ServiceRefused(service, answer)
        return answer

    def _with_code(self, page: Page, step: Form) -> dict[str, str]:
        return {**step.fields, **_token_of(page), "code": asked("PARVIS_CODE", "Code de votre application : ")}

    def _learn_token(self) -> None:
        """The session's own: pages from before it are of another one."""
        self._token = _token_of(self._page("GET", "/deconnexion")).get(TOKEN, "")

    def _page(self, method: str, path: str) -> Page:
        return Page(self._ask(method, path).text)

    def _ask(self, method: str, path: str, **options: Any) -> httpx.Response:
        try:
            return self._http.request(method, path, **options)
        except httpx.TransportError as error:
            raise ServiceSilent("gateway.public") from error


def asked(variable: str, question: str) -> str:
    """From the environment, else from the keyboard without echo: never from the command line, which others can read."""
    if told := os.environ.get(variable):
        return told
    if not sys.stdin.isatty():
        raise NoPassword(variable)
    return getpass(question)


def kept_places(installation: Installation) -> list[Path]:
    return sorted((installation.state.run / "sign-ins").glob("*.json"))


def _token_of(page: Page) -> dict[str, str]:
    form = page.form_with(TOKEN)
    return {TOKEN: form.fields[TOKEN]} if form else {}
