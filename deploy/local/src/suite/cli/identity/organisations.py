"""`parvis organisations`: found, and let in."""

from typing import Annotated

import typer

from suite.cli.identity.options import As, At, Json, Limit, Slug, Yes

app = typer.Typer(help="Organisations, and those that ask for their access.", no_args_is_help=True)
MANAGE = "platform.organisations.manage"
ACTIVATE = "platform.guichets.activate"
LINE = ("slug", "name", "kind", "status", "guichet_active", "plan_label", "wished_label", "insee_code", "siren")
REQUEST = ("id", "submitted_at", "kind", "name", "postal_code", "applicant", "status")
Request = Annotated[str, typer.Argument(help="The access request's id.")]


@app.command("list")
def _list(
    words: Annotated[
        str, typer.Argument(help="A part of the name, the address's word, INSEE code, SIREN, number.")
    ] = "",
    wishing: Annotated[bool, typer.Option("--wishing", help="Those alone that ask for another plan.")] = False,
    status: Annotated[str, typer.Option(help="active, suspended or closed; without, all but the closed ones.")] = "",
    limit: Limit = 50,
    json: Json = False,
    name: As = None,
    at: At = None,
) -> int:
    """By name; at most --limit of them."""
    from suite.cli.identity.answers import show_lines
    from suite.cli.identity.callers import all_of, operating

    with operating(name, at, needs=ACTIVATE) as who:
        found = all_of(
            who,
            "/v1/organisations",
            {"q": words, "wishing": wishing, **({"status": status} if status else {})},
            most=limit,
        )
    return show_lines(found, LINE, json=json, nothing="Aucune organisation ne correspond.")


@app.command("show")
def _show(slug: Slug, json: Json = False, name: As = None, at: At = None) -> int:
    """Facts and plan of one; never its accounts."""
    from suite.cli.identity.answers import show_facts
    from suite.cli.identity.callers import SERVICE, operating, organisation

    with operating(name, at, needs=MANAGE) as who:
        line = organisation(who, slug)
        told = who.call(SERVICE, "GET", f"/v1/organisations/{line['id']}")
    if json:
        return show_facts(told, json=True)
    held = told["subscription"]
    services = [one["label"] for one in held["services"] if one["subscribed"]]
    subscription = {"plan": held["label"], "wished_plan": held["wished"], "e_services": services}
    standing = {"since": told["standing"]["since"], "reason": told["standing"]["reason"]}
    facts = {**line, **told["organisation"], **standing, **subscription, "members": held["members"]}
    shown = (
        "id",
        "slug",
        "name",
        "kind",
        "status",
        *standing,
        "guichet_active",
        "insee_code",
        "siren",
        "customer_number",
    )
    return show_facts(facts, json=False, of=(*shown, "phone", "email", "address", *subscription, "members"))


@app.command("requests")
def _requests(
    status: Annotated[str, typer.Option(help="submitted, accepted or refused.")] = "submitted",
    limit: Limit = 50,
    json: Json = False,
    name: As = None,
    at: At = None,
) -> int:
    """Access requests that wait, or that had their answer."""
    from suite.cli.identity.answers import show_lines
    from suite.cli.identity.callers import all_of, operating

    with operating(name, at, needs=MANAGE) as who:
        found = all_of(who, "/v1/access-requests", {"status": status}, most=limit)
    return show_lines(found, REQUEST, json=json, nothing="Aucune demande d’accès.")


@app.command("request")
def _request(request: Request, json: Json = False, name: As = None, at: At = None) -> int:
    """One request, what the directory says of it, and who it may already be."""
    from suite.cli.identity.answers import show_facts
    from suite.cli.identity.callers import SERVICE, operating, segment

    with operating(name, at, needs=MANAGE) as who:
        told = who.call(SERVICE, "GET", f"/v1/access-requests/{segment(request)}")
    return show_facts(told, json=json)


@app.command("accept")
def _accept(
    request: Request,
    slug: Annotated[str | None, typer.Option(help="The word in its address; the one proposed when left out.")] = None,
    json: Json = False,
    name: As = None,
    at: At = None,
) -> int:
    """The organisation exists from then on; its applicant gets an activation link by mail."""
    from suite.cli.identity.answers import say_done
    from suite.cli.identity.callers import SERVICE, operating, segment

    with operating(name, at, needs=MANAGE) as who:
        path = f"/v1/access-requests/{segment(request)}"
        word = slug or who.call(SERVICE, "GET", path)["proposed_slug"]
        told = who.call(SERVICE, "POST", f"{path}/acceptance", json={"slug": word})
    done = f"« {told['facts']['name']} » a son accès à l’adresse « {told['slug']} », accordé par {who.identifier}."
    return say_done(done, told, json=json)


@app.command("refuse")
def _refuse(
    request: Request,
    reason: Annotated[str, typer.Option(help="Sent to the applicant.")],
    json: Json = False,
    name: As = None,
    at: At = None,
) -> int:
    """The applicant is told why."""
    from suite.cli.identity.answers import say_done
    from suite.cli.identity.callers import SERVICE, operating, segment

    with operating(name, at, needs=MANAGE) as who:
        told = who.call(SERVICE, "POST", f"/v1/access-requests/{segment(request)}/refusal", json={"reason": reason})
    return say_done(f"La demande de « {told['facts']['name']} » est refusée par {who.identifier}.", told, json=json)


@app.command("suspend")
def _suspend(
    slug: Slug,
    reason: Annotated[str, typer.Option(help="Its administrator reads it.")],
    yes: Yes = False,
    json: Json = False,
    name: As = None,
    at: At = None,
) -> int:
    """Nobody signs in there until it is resumed; nothing is erased."""
    from suite.cli.identity.answers import must_be_sure

    must_be_sure(f"Suspendre l’accès de « {slug} » et déconnecter tout le monde ?", yes=yes)
    return _stand("POST", slug, "suspension", "est suspendu", {"reason": reason}, json=json, name=name, at=at)


@app.command("resume")
def _resume(slug: Slug, json: Json = False, name: As = None, at: At = None) -> int:
    """Give a suspended one its access back."""
    return _stand("DELETE", slug, "suspension", "est rétabli", None, json=json, name=name, at=at)


@app.command("close")
def _close(
    slug: Slug,
    reason: Annotated[str, typer.Option(help="Its administrator reads it.")],
    confirm: Annotated[str, typer.Option("--confirm", help="The word of its address again: this is for good.")],
    json: Json = False,
    name: As = None,
    at: At = None,
) -> int:
    """For good, once suspended; what it holds is kept until its archives are handed over."""
    body = {"reason": reason, "slug": confirm}
    return _stand("POST", slug, "closure", "est fermé définitivement", body, json=json, name=name, at=at)


def _stand(
    method: str,
    slug: str,
    what: str,
    done: str,
    body: dict[str, str] | None,
    *,
    json: bool,
    name: str | None,
    at: str | None,
) -> int:
    from suite.cli.identity.answers import say_done
    from suite.cli.identity.callers import SERVICE, operating, organisation

    with operating(name, at, needs=MANAGE) as who:
        line = organisation(who, slug)
        options = {"json": body} if body else {}
        told = who.call(SERVICE, method, f"/v1/organisations/{line['id']}/{what}", **options)
    return say_done(f"L’accès de « {told['name']} » {done}, par {who.identifier}.", told, json=json)
