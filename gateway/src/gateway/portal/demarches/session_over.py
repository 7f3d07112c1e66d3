"""The session ended while somebody was typing: what they typed waits in the page they get, until it can be sent."""

from typing import Any

from litestar import Request, Response

from gateway.csrf import PageGrewOld
from gateway.forms import FormFields
from gateway.given_back import TOKENS
from gateway.here import Here
from gateway.words import N_

NOT_SENT = N_("Votre session s’était terminée : rien n’est envoyé. Relisez votre demande, puis envoyez-la.")
# Says that a form comes from the page below: whoever presses its button too early gets the page again.
RETURNS = "_reprise"


def session_over(here: Here, sent: FormFields, address: str) -> Response[Any]:
    """A page that signs in beside itself, then sends the same fields again to the same address."""
    return here.page("demarches/session_over.html", status=401, fields=_kept(sent), address=address)


def is_over(here: Here, sent: FormFields) -> bool:
    return here.session_dead or (here.person is None and bool(sent.one(RETURNS)))


def _kept(sent: FormFields) -> list[tuple[str, str]]:
    return [(name, value) for name, values in sent.items() if name not in (*TOKENS, RETURNS) for value in values]


def must_still_be_there(here: Here, sent: FormFields) -> None:
    """For forms of people who are signed in: whoever is no longer finds what they sent in the page that asks them to sign in."""
    if here.person is None and not here.person_unknown:
        raise PageGrewOld(sent)


def give_back(request: Request[Any, Any, Any], old: PageGrewOld) -> Response[Any]:
    """The cookie has gone, or they signed in anew beside the page: the page goes on as soon as they are back."""
    here: Here = request.scope["here"]  # pyright: ignore[reportGeneralTypeIssues]
    return session_over(here, old.sent, here.path)


def read_again(request: Request[Any, Any, Any], _: PageGrewOld) -> Response[Any]:
    """Nothing is sent before its page was read by who is signed in now: back to the recapitulation, by the sign-in if need be."""
    here: Here = request.scope["here"]  # pyright: ignore[reportGeneralTypeIssues]
    recap = f"{here.path.removesuffix('/envoi')}/recapitulatif"
    here.flash("warning", here.said(NOT_SENT))
    return here.redirect(recap if here.person else f"{here.entrance.urls.sign_in}?vers={recap}")
