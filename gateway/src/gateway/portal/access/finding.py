"""First step: which organisation? Found in the State's directory, by name, postal code, INSEE code or SIREN."""

from typing import Any
from urllib.parse import urlencode

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from gateway.here import Here
from gateway.portal.support.where import must_be_support_portal

FORM = "/demande-acces/formulaire"


@get("/demande-acces", include_in_schema=False)
async def find(here: NamedDependency[Here], q: FromQuery[str] = "") -> Response[Any]:
    must_be_support_portal(here)
    places = await here.api("identity").get("/v1/places", {"q": q}) if q.strip() else []
    return here.page("access/find.html", typed=q, places=[_line(place) for place in places])


@get("/demande-acces/suggestions", include_in_schema=False)
async def suggestions(here: NamedDependency[Here], q: FromQuery[str] = "") -> Response[Any]:
    must_be_support_portal(here)
    places = await here.api("identity").get("/v1/places", {"q": q})
    lines = [_line(place) for place in places]
    told = [{"label": line["name"], "href": line["href"], "note": line["note"]} for line in lines]
    return Response(told, media_type="application/json")


def _line(place: dict[str, Any]) -> dict[str, Any]:
    """What tells two towns of one name apart."""
    codes = place["postal_codes"]
    where = codes[0] if len(codes) == 1 and place["kind"] == "commune" else place["department"]
    return {**place, "note": where, "href": f"{FORM}?{urlencode({'code': place['code']})}"}


ROUTES = [find, suggestions]
