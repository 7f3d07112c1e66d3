"""« Aide »: the guides of the consoles, the passage about each page, guided tours, memos on paper, answers with quotations (GW-08)."""

from typing import Any, NamedTuple
from urllib.parse import quote

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from chassis.pages.typography import text_in_french
from contracts.tours import TOURS
from gateway.api import Refused
from gateway.errors import NO_SUCH_PAGE
from gateway.guides import Guide, Passage, guide_of, passage_for, quoting
from gateway.here import Here
from gateway.redirects import local
from gateway.sessions import Exchange
from gateway.words import N_

HOME = "/aide"
LONGEST_QUESTION = 300
ADMINISTERS = ("identity.members.manage", "identity.permissions.grant", "identity.guichet.edit")
# Open to every member, though no entry of the navigation leads there.
EVERYBODYS = ("/", "/compte")
NO_PASSAGE = N_("Le guide ne dit rien de cette page.")


class Step(NamedTuple):
    """One halt of a tour. `before` and `after` are where the tour goes on; `page` where this halt is."""

    mark: str
    audience: str
    number: int
    of: int
    passage: Passage
    page: str
    before: str
    after: str


def audiences_of(person: Exchange) -> tuple[str, ...]:
    """Whose guides concern this member, the widest role first."""
    found = ["agent"]
    if any(name in person.permissions for name in ADMINISTERS):
        found.insert(0, "administrator")
    if any(name.startswith("platform.") for name in person.permissions):
        found.insert(0, "operator")
    return tuple(found)


def tour_offered(person: Exchange) -> str:
    """The tour of the member's widest role, until they took or declined it."""
    audience = audiences_of(person)[0]
    return "" if audience in person.tours else audience


def steps_of(here: Here, audience: str) -> list[Step]:
    """The halts at pages that are open to this member."""
    opened = {*EVERYBODYS, *(item.href for item in here.entrance.navigation(here))}
    halts = [one for one in guide_of(audience, here.locale).passages if one.stop and one.stop.page in opened]
    pages = [_halt(audience, number, one) for number, one in enumerate(halts, 1)]
    return [
        Step(
            mark=f"{audience}-{number}",
            audience=audience,
            number=number,
            of=len(halts),
            passage=passage,
            page=pages[number - 1],
            before=pages[number - 2] if number > 1 else "",
            after=pages[number] if number < len(halts) else "",
        )
        for number, passage in enumerate(halts, 1)
    ]


@get(HOME, include_in_schema=False)
async def index(here: NamedDependency[Here], q: FromQuery[str] = "") -> Response[Any]:
    """What concerns this member; a question is answered with passages of the guides, each with its page."""
    person = here.require_kind("member")
    audiences = audiences_of(person)
    asked = q.strip()[:LONGEST_QUESTION]
    guides = [guide_of(audience, here.locale) for audience in audiences]
    found = quoting(asked, here.locale, audiences) if asked else []
    return here.page("internal/help.html", guides=guides, asked=asked, found=found, titles=_titles(guides))


@get(HOME + "/ici", include_in_schema=False)
async def about_page(here: NamedDependency[Here], page: FromQuery[str] = "/") -> Response[Any]:
    """The passage about one page of the consoles."""
    _ = here.require_kind("member")
    passage = passage_for(local(page), here.locale)
    return here.page("internal/help_here.html", passage=passage, back=local(page))


@get(HOME + "/ici/texte", include_in_schema=False)
async def text_about_page(here: NamedDependency[Here], page: FromQuery[str] = "/") -> dict[str, str]:
    """For the panel that opens over the page, which stays as it is."""
    _ = here.require_kind("member")
    passage = passage_for(local(page), here.locale)
    if passage is None:
        raise Refused(404, NO_PASSAGE)
    return {**_words(here, passage), "more": f"{HOME}/ici?page={quote(local(page), safe='/')}"}


@get(HOME + "/memo/{audience:str}", include_in_schema=False)
async def memo(here: NamedDependency[Here], audience: FromPath[str]) -> Response[bytes]:
    """On paper: the guide whole."""
    _ = here.require_kind("member")
    guide = _guide(here, audience.removesuffix(".pdf"))
    made = await here.entrance.memos.of(guide.audience, guide.locale)
    headers = {"content-disposition": f'inline; filename="parvis-{guide.audience}-{guide.locale}.pdf"'}
    return Response(made, media_type="application/pdf", headers=headers)


@get(HOME + "/{audience:str}", include_in_schema=False)
async def guide(here: NamedDependency[Here], audience: FromPath[str]) -> Response[Any]:
    _ = here.require_kind("member")
    found = _guide(here, audience)
    has_tour = found.audience in TOURS and bool(steps_of(here, found.audience))
    return here.page("internal/help_guide.html", guide=found, has_tour=has_tour)


@get(HOME + "/visite/{mark:str}", include_in_schema=False)
async def step(here: NamedDependency[Here], mark: FromPath[str]) -> Response[Any]:
    """One halt to read: what the panel of a browser with script says over the page itself."""
    return here.page("internal/tour.html", step=_step(here, mark))


@get(HOME + "/visite/{mark:str}/texte", include_in_schema=False)
async def text_of_step(here: NamedDependency[Here], mark: FromPath[str]) -> dict[str, str]:
    found = _step(here, mark)
    assert found.passage.stop is not None
    return {
        **_words(here, found.passage),
        "place": here.said(N_("Étape %(number)s sur %(of)s"), number=found.number, of=found.of),
        "points_at": found.passage.stop.points_at,
        "before": found.before,
        "after": found.after,
        "more": found.passage.href,
    }


@post(HOME + "/visites/{audience:str}", include_in_schema=False, status_code=200)
async def begin(here: NamedDependency[Here], audience: FromPath[str]) -> Response[Any]:
    """Begun or declined: not offered again. It stays in « Aide »."""
    _ = here.require_kind("member")
    steps = steps_of(here, _tour(audience))
    declines = (await here.form()).one("choice") == "later"
    await here.api("identity").put(f"/v1/profile/tours/{audience}")
    here.entrance.sessions.forget(account=here.require_person().account_id)
    if declines or not steps:
        here.flash("info", here.said(N_("La visite guidée reste dans « Aide », en haut de chaque page.")))
        return here.redirect("/")
    return here.redirect(steps[0].page)


def _words(here: Here, passage: Passage) -> dict[str, str]:
    """What the panel shows, set as pages are: script writes it into the page as it comes."""
    words = {"title": passage.title, "text": passage.summary}
    return {name: text_in_french(text) for name, text in words.items()} if here.locale == "fr" else words


def _halt(audience: str, number: int, passage: Passage) -> str:
    assert passage.stop is not None
    return f"{passage.stop.page}?visite={audience}-{number}"


def _tour(audience: str) -> str:
    if audience not in TOURS:
        raise Refused(404, NO_SUCH_PAGE)
    return audience


def _guide(here: Here, audience: str) -> Guide:
    try:
        return guide_of(audience, here.locale)
    except KeyError as error:
        raise Refused(404, NO_SUCH_PAGE) from error


def _step(here: Here, mark: str) -> Step:
    _ = here.require_kind("member")
    audience, _, number = mark.rpartition("-")
    found = next((one for one in steps_of(here, _tour(audience)) if str(one.number) == number), None)
    if found is None:
        raise Refused(404, NO_SUCH_PAGE)
    return found


def _titles(guides: list[Guide]) -> dict[str, str]:
    return {guide.audience: guide.title for guide in guides}


ROUTES = [index, about_page, text_about_page, memo, guide, step, text_of_step, begin]
