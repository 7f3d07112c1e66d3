"""What the links of mails lead to. Reading a link changes nothing: scanners of mails open every one of them."""

from typing import Any
from urllib.parse import quote

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.pages import FormState
from gateway.here import Here
from gateway.portal.letters.subscribing import HOME, WARNINGS, choice_of, typed


@get(f"{HOME}/confirmation/{{token:str}}", include_in_schema=False)
async def confirming(here: NamedDependency[Here], token: FromPath[str]) -> Response[Any]:
    subscription = await here.api("notifier").get(_of(token))
    return here.page("letters/confirm.html", token=token, subscription=subscription)


@post(f"{HOME}/confirmation/{{token:str}}", include_in_schema=False, status_code=200)
async def confirm(here: NamedDependency[Here], token: FromPath[str]) -> Response[Any]:
    subscription = await here.api("notifier").post(f"{_of(token)}/confirmation")
    return here.page("letters/confirmed.html", subscription=subscription, token=token)


@get(f"{HOME}/abonnement/{{token:str}}", include_in_schema=False)
async def changing(here: NamedDependency[Here], token: FromPath[str]) -> Response[Any]:
    subscription = await here.api("notifier").get(_of(token))
    return await _changing(here, token, subscription)


@post(f"{HOME}/abonnement/{{token:str}}", include_in_schema=False, status_code=200)
async def change(here: NamedDependency[Here], token: FromPath[str]) -> Response[Any]:
    fields = await here.form()
    subscription = await here.api("notifier").put(_of(token), choice_of(here, fields))
    return await _changing(here, token, subscription, saved=True)


@get(f"{HOME}/desabonnement/{{token:str}}", include_in_schema=False)
async def leaving(here: NamedDependency[Here], token: FromPath[str]) -> Response[Any]:
    _ = await here.api("notifier").get(_of(token))
    return here.page("letters/leave.html", token=token)


# RFC 8058: the mail program posts by itself, without cookie, page or token of ours; the link's own token is the proof.
@post(f"{HOME}/desabonnement/{{token:str}}", include_in_schema=False, status_code=200, checks_origin_itself=True)
async def leave(here: NamedDependency[Here], token: FromPath[str]) -> Response[Any]:
    await here.api("notifier").post(f"{_of(token)}/departure")
    return here.page("letters/left.html", token=token)


async def _changing(here: Here, token: str, subscription: dict[str, Any], *, saved: bool = False) -> Response[Any]:
    themes = await here.api("notifier").get("/v1/newsletter/themes")
    return here.page(
        "letters/change.html",
        token=token,
        themes=themes,
        form=FormState(typed(subscription)),
        saved=saved,
        subscription=subscription,
        warning=here.said(WARNINGS.get(subscription["warning"], "")),
    )


def _of(token: str) -> str:
    return f"/v1/newsletter/links/{quote(token[:200], safe='')}"


ROUTES = [confirming, confirm, changing, change, leaving, leave]
