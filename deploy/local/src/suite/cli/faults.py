"""`parvis fault list|on|off`: a part of the running suite fails for a while, and heals by itself."""

from http import HTTPStatus
from typing import Any

import httpx

from suite.cli.tables import print_json, print_table
from suite.installation import Installation
from suite.part import HOST
from suite.sentences import CannotGoOn


class NoExercise(CannotGoOn):
    """Nobody answers, or there is no such fault."""

    def __init__(self, french: str, english: str) -> None:
        super().__init__(f"Pas d’exercice : {french} (make up, parvis fault list).", f"No exercise: {english}.")


def show_list(*, json: bool) -> int:
    return _shown(_ask("GET", "/faults"), json=json)


def switch(name: str, *, on: bool, seconds: int, json: bool) -> int:
    body = {"seconds": seconds} if on else None
    return _shown(_ask("POST" if on else "DELETE", f"/faults/{name}", body), json=json)


def _ask(method: str, path: str, body: Any = None) -> list[dict[str, Any]]:
    installation = Installation.chosen()
    secret = installation.keyring.secret_file("faults")
    if not secret.exists():
        raise NoExercise("Parvis n’a pas encore démarré", "Parvis never started")
    headers = {"authorization": f"Bearer {secret.read_text().strip()}"}
    try:
        answer = httpx.request(
            method, f"http://{HOST}:{installation.ports.faults}{path}", headers=headers, json=body, timeout=15
        )
    except httpx.TransportError as error:
        raise NoExercise("le process « faults » ne répond pas", "the process « faults » does not answer") from error
    if answer.status_code == HTTPStatus.NOT_FOUND:
        raise NoExercise(f"« {path.rpartition('/')[2]} » n’en est pas un", "there is no such fault")
    if answer.status_code == HTTPStatus.UNAUTHORIZED:
        raise NoExercise("le secret de ce Parvis n’est pas celui du process « faults »", "the secret is not its own")
    answer.raise_for_status()
    return answer.json()["faults"]


def _shown(faults: list[dict[str, Any]], *, json: bool) -> int:
    if json:
        print_json({"faults": faults})
    else:
        rows = [
            (f["name"], f["french"], f["part"], f"encore {f['seconds_left']} s" if f["on"] else "–") for f in faults
        ]
        print_table(("fault", "what people would say", "process", "on"), rows)
    return 0
