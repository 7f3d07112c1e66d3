"""The second step of signing in, at both entrances: six digits, or a recovery code (ID-25)."""

from typing import Any

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromQuery

from chassis.pages import FormState
from gateway import signing
from gateway.api import Refused, ServiceDown
from gateway.here import Here
from gateway.redirects import local
from gateway.words import N_

PAGE = "/connexion/code"


def ask(
    here: Here, needed: signing.SecondStepNeeded, onwards: str, *, form: FormState | None = None, status: int = 200
) -> Response[Any]:
    # A passkey opens one site: at the support portal, where many organisations' members come, none has theirs.
    passkey = needed.passkey and not here.organisation.is_support_portal
    context = {"form": form or FormState(), "ticket": needed.ticket, "slug": needed.slug, "kind": needed.kind}
    context |= {"vers": onwards, "application": needed.application, "passkey": passkey}
    return here.page("account/second_step.html", status=status, **context)


@post(PAGE, include_in_schema=False, status_code=200)
async def take(here: NamedDependency[Here], vers: FromQuery[str] = "/") -> Response[Any]:
    fields = await here.form()
    ticket, slug, kind = fields.one("ticket"), fields.one("slug"), fields.one("kind")
    try:
        await signing.second_step(here, slug, ticket, fields.one("code"), kind="member" if kind == "member" else "")
    except ServiceDown:
        raise
    except Refused as refused:
        if refused.status == 401:
            here.flash("warning", here.said(N_("La connexion a trop attendu. Recommencez.")))
            return here.redirect("/connexion")
        said = refused.by_field.get("code") or refused.detail or refused.title
        form = FormState({}, {"code": here.said(said)})
        ways = {way: fields.one(way) == "1" for way in ("application", "passkey")}
        needed = signing.SecondStepNeeded(ticket, slug, kind, **ways)
        return ask(here, needed, vers, form=form, status=429 if refused.status == 429 else 422)
    here.browser.keep_organisation(slug)
    return here.redirect(local(vers))


ROUTES = [take]
