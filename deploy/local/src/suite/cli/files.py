"""`parvis files`: the documents console by command line, for whoever answers for an organisation's files."""

from typing import Annotated
from uuid import UUID

import typer

from suite.cli.identity.options import As, At, Json, Limit, Yes

app = typer.Typer(
    help="Files of one's own organisation: checks, terms, legal holds, who reads, space.", no_args_is_help=True
)
SERVICE = "documents"
CHECK = ("received_at", "status", "cause", "media_type", "size", "attempts", "file_id")
BUNDLE = ("bundle_id", "issuer", "files", "bytes", "closed_at", "purge_at", "reason", "placed_at")
READING = ("reader_id", "bundle_id", "purpose", "granted_at", "expires_at", "reads", "grant_id")
Bundle = Annotated[UUID, typer.Argument(help="The dossier's or ticket's id: the end of its page's address.")]


@app.command("checks")
def _checks(most: Limit = 1000, json: Json = False, name: As = None, at: At = None) -> int:
    """Files that were refused, wait, or are checked again. The newest first."""
    from suite.cli.identity.answers import show_lines
    from suite.cli.identity.callers import all_of, belonging

    with belonging(name, at) as me:
        told = all_of(me, "/v1/department/checks", {}, most=most, service=SERVICE)
    return show_lines(told, CHECK, json=json, nothing="Aucun fichier n’attend, aucun n’a été refusé.")


@app.command("storage")
def _storage(json: Json = False, name: As = None, at: At = None) -> int:
    """How much is kept, for whom and of which type; what last night's comparison found."""
    from suite.cli.identity.answers import show_facts, show_lines
    from suite.cli.identity.callers import belonging
    from suite.cli.tables import print_json

    with belonging(name, at) as me:
        told = me.call(SERVICE, "GET", "/v1/department/storage")
    if json:
        print_json(told)
        return 0
    show_facts(told, json=False, of=("files", "bytes", "checked_at", "checked", "altered", "missing", "orphans"))
    for shares in ("by_holder", "by_type"):
        show_lines(told[shares], ("name", "files", "bytes"), json=False, nothing="Aucun fichier.")
    return 0


@app.command("retention")
def _retention(json: Json = False, name: As = None, at: At = None) -> int:
    """The terms, what is held back, and what is erased next."""
    from suite.cli.identity.answers import show_lines
    from suite.cli.identity.callers import belonging
    from suite.cli.tables import print_json

    with belonging(name, at) as me:
        told = me.call(SERVICE, "GET", "/v1/department/retention")
    if json:
        print_json(told)
        return 0
    show_lines(told["rules"], ("issuer", "days", "reference"), json=False, nothing="")
    show_lines(told["held"], BUNDLE, json=False, nothing="Rien n’est retenu.")
    return show_lines(told["due"], BUNDLE, json=False, nothing="Rien à effacer.")


@app.command("term")
def _term(
    issuer: Annotated[str, typer.Argument(help="demarches or ticketing.")],
    days: Annotated[int, typer.Argument(help="Days after the end.")],
    reference: Annotated[str, typer.Argument(help="The text that fixes them.")],
    yes: Yes = False,
    json: Json = False,
    name: As = None,
    at: At = None,
) -> int:
    """Set the term of dossiers or tickets; what has ended already follows it."""
    from suite.cli.identity.answers import must_be_sure, say_done
    from suite.cli.identity.callers import belonging, segment

    must_be_sure(f"Effacer les fichiers {days} jours après la fin, ceux de ce qui est déjà clos aussi ?", yes=yes)
    told = {"days": days, "reference": reference}
    with belonging(name, at) as me:
        me.call(SERVICE, "PUT", f"/v1/department/retention/terms/{segment(issuer)}", json=told)
    return say_done(f"Le délai est de {days} jours.", {"issuer": issuer, **told}, json=json)


@app.command("hold")
def _hold(
    bundle: Bundle,
    reason: Annotated[str, typer.Argument(help="For instance « Recours n° 2026-14 ».")],
    json: Json = False,
    name: As = None,
    at: At = None,
) -> int:
    """Hold the files of a dossier or ticket back: none is erased while it lasts."""
    from suite.cli.identity.answers import say_done
    from suite.cli.identity.callers import belonging

    told = {"bundle_id": str(bundle), "reason": reason}
    with belonging(name, at) as me:
        me.call(SERVICE, "POST", "/v1/department/retention/holds", json=told)
    return say_done("Les fichiers sont retenus.", told, json=json)


@app.command("release")
def _release(bundle: Bundle, yes: Yes = False, json: Json = False, name: As = None, at: At = None) -> int:
    """End a hold; what is past its term is erased at once."""
    from suite.cli.identity.answers import must_be_sure, say_done
    from suite.cli.identity.callers import belonging

    must_be_sure("Lever le gel ? Ce qui a dépassé son délai sera effacé.", yes=yes)
    with belonging(name, at) as me:
        me.call(SERVICE, "DELETE", f"/v1/department/retention/holds/{bundle}")
    return say_done("Le gel est levé.", {"bundle_id": str(bundle)}, json=json)


@app.command("readings")
def _readings(most: Limit = 1000, json: Json = False, name: As = None, at: At = None) -> int:
    """Which agent may read the pieces of which dossier now."""
    from suite.cli.identity.answers import show_lines
    from suite.cli.identity.callers import all_of, belonging

    with belonging(name, at) as me:
        told = all_of(me, "/v1/department/readings", {}, most=most, service=SERVICE)
    return show_lines(told, READING, json=json, nothing="Aucun accès en cours.")


@app.command("withdraw")
def _withdraw(
    grant: Annotated[UUID, typer.Argument(help="As `parvis files readings` names it.")],
    yes: Yes = False,
    json: Json = False,
    name: As = None,
    at: At = None,
) -> int:
    """Take an agent's access to the pieces of a dossier away, for good."""
    from suite.cli.identity.answers import must_be_sure, say_done
    from suite.cli.identity.callers import belonging

    must_be_sure("Retirer cet accès ? L’agent n’ouvrira plus les pièces de cette demande.", yes=yes)
    with belonging(name, at) as me:
        me.call(SERVICE, "DELETE", f"/v1/department/readings/{grant}")
    return say_done("L’accès est retiré.", {"grant_id": str(grant)}, json=json)
