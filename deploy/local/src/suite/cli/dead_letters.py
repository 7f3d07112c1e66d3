"""`parvis dead-letters list|show|replay|discard`: the same desk as the page, through the services' own API."""

import sys
from typing import Any
from urllib.parse import quote

from rich.prompt import Confirm

from suite.cli.identity.answers import show_facts
from suite.cli.operator import Operator, ServiceSilent, chosen_services, operator
from suite.cli.tables import print_json, print_table
from suite.sentences import CannotGoOn

NEEDS = "platform.dead_letters.manage"
DONE = {"replay": "rejoué", "discard": "abandonné"}


class NoSuchLetter(CannotGoOn):
    """No service, or more than one handler, has a letter of that event."""

    def __init__(self, event: str, handlers: list[str]) -> None:
        if handlers:
            names = ", ".join(handlers)
            super().__init__(
                f"Plusieurs traitements ont échoué sur {event} : choisissez avec --handler parmi {names}.",
                f"Several handlers failed on {event}: choose one of {names} by --handler.",
            )
        else:
            super().__init__(
                f"Aucun message en échec à traiter pour l’événement {event}.", f"No open letter of event {event}."
            )


def show_list(service: str | None, *, status: str, json: bool, operator: str | None) -> int:
    """3 when a service did not answer: the list is not whole."""
    who = _who(operator)
    letters, silent = _letters(who, chosen_services(service), status=status)
    if json:
        print_json({"letters": letters, "silent": silent})
    elif letters:
        rows = [(one["event_id"], one["service"], one["handler"], one["type"], one["cause"]) for one in letters]
        print_table(("event", "service", "handler", "type", "cause"), rows)
    else:
        print("Aucun message en échec." if not silent else "Aucun message en échec chez les services qui répondent.")
    for name in silent:
        print(f"⚠ {name} ne répond pas. / {name} does not answer.", file=sys.stderr)
    return 3 if silent else 0


def show_one(event: str, handler: str | None, *, json: bool, operator: str | None) -> int:
    who = _who(operator)
    line = _find(who, event, handler, statuses=("open", "replayed", "discarded"))
    letter = who.call(line["service"], "GET", _path(line))
    if json:
        print_json({"service": line["service"], **letter})
    else:
        show_facts({"service": line["service"], **letter}, json=False)
    return 0


def settle(verb: str, event: str, handler: str | None, *, sure: bool, json: bool, operator: str | None) -> int:
    who = _who(operator)
    line = _find(who, event, handler, statuses=("open",))
    question = f"Abandonner {line['type']} ({event}) pour {line['handler']} ? Il n’aura jamais son effet."
    if not sure and not Confirm.ask(question, default=False):
        print("Rien n’a changé.")
        return 1
    who.call(line["service"], "POST", f"{_path(line)}/{verb}")
    told = {"service": line["service"], "event_id": event, "handler": line["handler"], "status": f"{verb}ed"}
    if json:
        print_json(told)
    else:
        print(f"✓ {line['type']} {DONE[verb]} chez {line['service']} ({line['handler']}), au nom de {who.identifier}")
    return 0


def _who(name: str | None) -> Operator:
    return operator(name, needs=NEEDS)


def _letters(who: Operator, services: tuple[str, ...], *, status: str) -> tuple[list[dict[str, Any]], list[str]]:
    found: list[dict[str, Any]] = []
    silent: list[str] = []
    for service in services:
        try:
            told = who.call(service, "GET", "/v1/dead-letters", params={"status": status})
        except ServiceSilent:
            silent.append(service)
            continue
        found += [{"service": service, **letter} for letter in told]
    return found, silent


def _find(who: Operator, event: str, handler: str | None, *, statuses: tuple[str, ...]) -> dict[str, Any]:
    lines = [line for status in statuses for line in _letters(who, chosen_services(None), status=status)[0]]
    mine = [line for line in lines if line["event_id"] == event and handler in (None, line["handler"])]
    if len(mine) != 1:
        raise NoSuchLetter(event, [line["handler"] for line in mine])
    return mine[0]


def _path(line: dict[str, Any]) -> str:
    return f"/v1/dead-letters/{line['event_id']}/{quote(line['handler'], safe='')}"
