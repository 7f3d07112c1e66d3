"""`parvis entitlements`: what the operator grants, and what an organisation uses of it."""

from typing import Annotated

import typer

from suite.cli.identity.options import As, At, Json, Slug, Yes

app = typer.Typer(help="Plans and e-services of organisations.", no_args_is_help=True)
MANAGE = "platform.organisations.manage"
Service = Annotated[str, typer.Argument(help="demarches, ticketing, notifier, documents, or answers.")]
Plan = Annotated[str, typer.Argument(help="A plan's key, as `parvis entitlements plans` names it.")]


@app.command("plans")
def _plans(json: Json = False, name: As = None, at: At = None) -> int:
    """What there is, the free one first."""
    from suite.cli.identity.answers import show_lines
    from suite.cli.identity.callers import SERVICE, operating

    with operating(name, at, needs=MANAGE) as who:
        told = who.call(SERVICE, "GET", "/v1/plans")
    return show_lines(told, ("key", "label", "purpose", "e_services", "members"), json=json, nothing="Aucune formule.")


@app.command("show")
def _show(
    slug: Annotated[str | None, typer.Argument(help="Of which organisation; a member's own when left out.")] = None,
    json: Json = False,
    name: As = None,
    at: At = None,
) -> int:
    """Plan, e-services and accounts counted. The operator's of any organisation, a member's of their own."""
    from suite.cli.identity.answers import show_facts
    from suite.cli.identity.callers import SERVICE, belonging, operating, organisation

    if slug is None:
        with belonging(name, at) as member:
            told = member.call(SERVICE, "GET", "/v1/subscription")
    else:
        with operating(name, at, needs=MANAGE) as who:
            told = who.call(SERVICE, "GET", f"/v1/organisations/{organisation(who, slug)['id']}")["subscription"]
    if json:
        return show_facts(told, json=True)
    lines = [*told["services"], *told["functions"]]
    used = [one["label"] for one in lines if one["subscribed"]]
    closed = [one["label"] for one in lines if not one["subscribed"]]
    facts = {"plan": f"{told['label']} ({told['plan']})", "e_services": used, "closed": closed}
    members = f"{told['members']} / {told['most_members'] or '∞'}"
    return show_facts({**facts, "wished_plan": told["wished"], "members": members}, json=False)


@app.command("grant")
def _grant(slug: Slug, plan: Plan, json: Json = False, name: As = None, at: At = None) -> int:
    """Give an organisation this plan, from now on."""
    return _set_plan(slug, plan, json=json, name=name, at=at)


@app.command("withdraw")
def _withdraw(slug: Slug, yes: Yes = False, json: Json = False, name: As = None, at: At = None) -> int:
    """Back to the free plan: what it does not open sleeps, nothing is lost."""
    from suite.cli.identity.answers import must_be_sure

    must_be_sure(f"Revenir à la formule gratuite pour « {slug} » ?", yes=yes)
    return _set_plan(slug, None, json=json, name=name, at=at)


@app.command("subscribe")
def _subscribe(service: Service, json: Json = False, name: As = None, at: At = None) -> int:
    """As its administrator: the organisation uses this e-service."""
    return _choose("PUT", service, "abonnée à", json=json, name=name, at=at)


@app.command("unsubscribe")
def _unsubscribe(service: Service, yes: Yes = False, json: Json = False, name: As = None, at: At = None) -> int:
    """As its administrator: the organisation does without; permissions of it sleep."""
    from suite.cli.identity.answers import must_be_sure

    must_be_sure(f"Mettre fin à l’abonnement à « {service} » ?", yes=yes)
    return _choose("DELETE", service, "n’est plus abonnée à", json=json, name=name, at=at)


@app.command("wish")
def _wish(plan: Plan, json: Json = False, name: As = None, at: At = None) -> int:
    """As its administrator: ask the operator for another plan."""
    from suite.cli.identity.answers import say_done
    from suite.cli.identity.callers import SERVICE, belonging

    with belonging(name, at) as member:
        member.call(SERVICE, "PUT", "/v1/subscription/wished-plan", json={"plan": plan})
    return say_done("Votre souhait est enregistré.", {"organisation": member.slug, "wished": plan}, json=json)


def _set_plan(slug: str, plan: str | None, *, json: bool, name: str | None, at: str | None) -> int:
    from suite.cli.identity.answers import say_done
    from suite.cli.identity.callers import SERVICE, operating, organisation

    with operating(name, at, needs=MANAGE) as who:
        wanted = plan or who.call(SERVICE, "GET", "/v1/plans")[0]["key"]
        line = organisation(who, slug)
        who.call(SERVICE, "PUT", f"/v1/organisations/{line['id']}/plan", json={"plan": wanted})
    done = f"La formule « {wanted} » vaut dès maintenant pour « {line['name']} », par {who.identifier}."
    return say_done(done, {"organisation": slug, "plan": wanted}, json=json)


def _choose(method: str, service: str, verb: str, *, json: bool, name: str | None, at: str | None) -> int:
    from suite.cli.identity.answers import say_done
    from suite.cli.identity.callers import SERVICE, belonging, segment

    with belonging(name, at) as member:
        member.call(SERVICE, method, f"/v1/subscription/e-services/{segment(service)}")
    told = {"organisation": member.slug, "e_service": service, "subscribed": method == "PUT"}
    return say_done(f"« {member.slug} » : {verb} {service}.", told, json=json)
