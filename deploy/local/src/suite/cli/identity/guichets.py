"""`parvis guichets`: open to the public, or not yet."""

from typing import Annotated

import typer

from suite.cli.identity.options import As, At, Json, Limit, Slug, Yes

app = typer.Typer(help="Portals of organisations: who is open to the public.", no_args_is_help=True)
ACTIVATE = "platform.guichets.activate"
MANAGE = "platform.organisations.manage"
LINE = ("slug", "name", "kind", "guichet_active", "status")
FACTS = ("slug", "name", "title", "guichet_active", "colour", "phone", "email", "address", "opening_hours", "links")


@app.command("list")
def _list(
    words: Annotated[str, typer.Argument(help="A part of the name, the address's word, or a public number.")] = "",
    closed: Annotated[bool, typer.Option("--closed", help="Those alone that are not open to the public.")] = False,
    limit: Limit = 50,
    json: Json = False,
    name: As = None,
    at: At = None,
) -> int:
    """By name; --limit counts what is looked through."""
    from suite.cli.identity.answers import show_lines
    from suite.cli.identity.callers import all_of, operating

    with operating(name, at, needs=ACTIVATE) as who:
        found = all_of(who, "/v1/organisations", {"q": words}, most=limit)
    kept = [one for one in found if not (closed and one["guichet_active"])]
    return show_lines(kept, LINE, json=json, nothing="Aucun guichet ne correspond.")


@app.command("show")
def _show(slug: Slug, json: Json = False, name: As = None, at: At = None) -> int:
    """What it says of the organisation."""
    from suite.cli.identity.answers import show_facts
    from suite.cli.identity.callers import SERVICE, operating, organisation

    with operating(name, at, needs=MANAGE) as who:
        told = who.call(SERVICE, "GET", f"/v1/organisations/{organisation(who, slug)['id']}")["organisation"]
    return show_facts(told, json=json, of=FACTS)


@app.command("enable")
def _enable(slug: Slug, json: Json = False, name: As = None, at: At = None) -> int:
    """Open it to the public."""
    return _switch("POST", slug, json=json, name=name, at=at)


@app.command("disable")
def _disable(slug: Slug, yes: Yes = False, json: Json = False, name: As = None, at: At = None) -> int:
    """Close it to the public; its members go on."""
    from suite.cli.identity.answers import must_be_sure

    must_be_sure(f"Fermer au public le guichet « {slug} » ?", yes=yes)
    return _switch("DELETE", slug, json=json, name=name, at=at)


def _switch(method: str, slug: str, *, json: bool, name: str | None, at: str | None) -> int:
    from suite.cli.identity.answers import say_done
    from suite.cli.identity.callers import SERVICE, operating, organisation

    with operating(name, at, needs=ACTIVATE) as who:
        line = organisation(who, slug)
        told = who.call(SERVICE, method, f"/v1/organisations/{line['id']}/guichet-activation")
    state = "ouvert au public" if told["guichet_active"] else "fermé au public"
    return say_done(f"Le guichet « {told['name']} » est {state}, par {who.identifier}.", told, json=json)
