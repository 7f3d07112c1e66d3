"""Choose themes and the letter itself; read what was sent."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.pages import FormState
from gateway.api import Refused
from gateway.forms import FormFields
from gateway.here import Here
from gateway.words import N_

HOME = "/lettre-d-information"
WARNINGS = {
    "no-letter": N_("Vous ne recevrez rien : cochez aussi « Je veux recevoir la lettre d’information »."),
    "no-theme": N_("Vous ne recevrez rien : cochez au moins un thème."),
}
NOTHING = N_("Cochez au moins un thème et la lettre elle-même.")


@get(HOME, include_in_schema=False)
async def letter(here: NamedDependency[Here]) -> Response[Any]:
    if here.person is None:
        return await page_of(here, FormState({"letter": "true"}))
    mine = await here.api("notifier").get("/v1/newsletter/subscription")
    return await page_of(here, FormState(typed(mine)), subscription=mine)


@post(HOME, include_in_schema=False, status_code=200)
async def subscribe(here: NamedDependency[Here]) -> Response[Any]:
    fields = await here.form()
    choice = choice_of(here, fields)
    if here.person is not None:
        mine = await here.api("notifier").put("/v1/newsletter/subscription", choice)
        say(here, mine)
        return here.redirect(HOME)
    warning = warning_of(choice)
    if warning or not choice["letter"]:
        beside = "letter" if warning == WARNINGS["no-letter"] else ""
        return await page_of(here, FormState(fields, {beside: here.said(warning or NOTHING)}), status=422)
    await here.ensure_visitor()
    try:
        await here.api("notifier").post(
            "/v1/newsletter/subscriptions", {"email": fields.one("email"), "choice": choice}
        )
    except Refused as refused:
        if refused.status != 422:
            raise
        errors = {name: here.said(text) for name, text in refused.by_field.items()}
        return await page_of(here, FormState(fields, errors), status=422)
    return here.page("letters/asked.html", email=fields.one("email"))


@get(f"{HOME}/archives/{{issue_id:uuid}}", include_in_schema=False)
async def archived(here: NamedDependency[Here], issue_id: FromPath[UUID]) -> Response[Any]:
    found = await here.entrance.remembered.get(here, "notifier", f"/v1/newsletter/archive/{issue_id}")
    return here.page("letters/archived.html", issue=found)


async def page_of(
    here: Here, form: FormState, *, subscription: dict[str, Any] | None = None, status: int = 200
) -> Response[Any]:
    themes = await here.api("notifier").get("/v1/newsletter/themes")
    archive = await here.api("notifier").get("/v1/newsletter/archive")
    return here.page(
        "letters/letter.html",
        status=status,
        form=form,
        themes=themes,
        archive=archive,
        subscription=subscription,
        warning=here.said(WARNINGS.get(subscription["warning"], "")) if subscription else "",
    )


def choice_of(here: Here, fields: FormFields) -> dict[str, Any]:
    return {"letter": bool(fields.one("letter")), "themes": list(fields.all("themes")), "locale": here.locale}


def typed(subscription: dict[str, Any]) -> dict[str, Any]:
    choice = subscription["choice"]
    return {"letter": "true" if choice["letter"] else "", "themes": choice["themes"]}


def warning_of(choice: dict[str, Any]) -> str:
    if choice["letter"] and not choice["themes"]:
        return WARNINGS["no-theme"]
    return WARNINGS["no-letter"] if choice["themes"] and not choice["letter"] else ""


def say(here: Here, subscription: dict[str, Any]) -> None:
    """What was saved, and what will come of it."""
    warning = WARNINGS.get(subscription["warning"], "")
    if warning:
        here.flash("warning", here.said(warning))
    elif subscription["receives"]:
        here.flash("success", here.said(N_("C’est noté : vous recevrez la prochaine lettre.")))
    else:
        here.flash("success", here.said(N_("C’est noté : vous ne recevez plus la lettre.")))


ROUTES = [letter, subscribe, archived]
