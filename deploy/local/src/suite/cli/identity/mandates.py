"""`parvis mandates`: the chain of trust of one's own organisation."""

from typing import Annotated, Any

import typer

from suite.cli.identity.options import As, At, Json, Yes

app = typer.Typer(help="Administrators and their mandates; who may do what.", no_args_is_help=True)
LINE = ("name", "function", "status", "is_administrator", "right", "alive", "granted_at", "granted_by")


@app.command("show")
def _show(json: Json = False, name: As = None, at: At = None) -> int:
    """The administrator in office, and one's own last request."""
    from suite.cli.identity.answers import show_facts
    from suite.cli.identity.callers import SERVICE, belonging
    from suite.cli.tables import print_json

    with belonging(name, at) as member:
        told = member.call(SERVICE, "GET", "/v1/mandate")
    if json:
        print_json(told)
        return 0
    for title, mandate in (("Administrateur en fonction", told["present"]), ("Votre dernière demande", told["mine"])):
        print(f"{title} :{'' if mandate else ' aucun'}")
        if mandate:
            show_facts(mandate, json=False)
    return 0


@app.command("rights")
def _rights(
    changes: Annotated[bool, typer.Option("--changes", help="The history instead: who changed what, when.")] = False,
    json: Json = False,
    name: As = None,
    at: At = None,
) -> int:
    """« Qui peut quoi ? »: each living and sleeping path from the mandate to a permission."""
    from suite.cli.identity.answers import show_lines
    from suite.cli.identity.callers import SERVICE, belonging
    from suite.cli.tables import print_json

    with belonging(name, at) as member:
        told = member.call(SERVICE, "GET", "/v1/rights")
    if json:
        print_json(told)
        return 0
    if changes:
        columns = ("at", "what", "who", "about", "label", "reason")
        return show_lines(told["changes"], columns, json=False, nothing="Aucun changement.")
    lines: list[dict[str, Any]] = []
    for holder in told["holders"]:
        for right in holder["rights"] or [{}]:
            lines.append({**holder, **right, "right": right.get("label", "")})
    return show_lines(lines, LINE, json=False, nothing="Aucun membre.")


@app.command("ask")
def _ask(
    representative: Annotated[str, typer.Option(help="The legal representative's name, as on the envelope.")],
    title: Annotated[str, typer.Option(help="« Le Maire »…")],
    json: Json = False,
    name: As = None,
    at: At = None,
) -> int:
    """Ask to be administrator: a letter with codes goes to the legal representative."""
    from suite.cli.identity.answers import say_done
    from suite.cli.identity.callers import SERVICE, belonging

    body = {"representative_name": representative, "representative_title": title}
    with belonging(name, at) as member:
        told = member.call(SERVICE, "POST", "/v1/mandates", json=body)
    done = "Votre demande est enregistrée. Le courrier part vers le représentant légal."
    return say_done(done, told, json=json)


@app.command("missing-letter")
def _missing(json: Json = False, name: As = None, at: At = None) -> int:
    """After five working days: it is printed once more, with the same codes."""
    from suite.cli.identity.answers import say_done
    from suite.cli.identity.callers import SERVICE, belonging

    with belonging(name, at) as member:
        member.call(SERVICE, "POST", "/v1/mandate/missing-letter")
    return say_done("C’est signalé : le courrier est imprimé à nouveau.", {"reported": True}, json=json)


@app.command("resign")
def _resign(yes: Yes = False, json: Json = False, name: As = None, at: At = None) -> int:
    """Give the mandate up: permissions granted under it sleep until there is a successor."""
    from suite.cli.identity.answers import must_be_sure, say_done
    from suite.cli.identity.callers import SERVICE, belonging

    must_be_sure("N'être plus administrateur ? Les permissions données dormiront.", yes=yes)
    with belonging(name, at) as member:
        member.call(SERVICE, "DELETE", "/v1/mandate")
    return say_done("Vous n’êtes plus administrateur.", {"resigned": True}, json=json)
