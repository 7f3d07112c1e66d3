"""Is this decision genuine? Anyone who holds a copy asks, with the code at the foot of its pages."""

import hashlib
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from chassis.pages import FormState
from gateway.api import Refused
from gateway.here import Here
from gateway.uploads import receive_upload
from gateway.words import N_

LARGEST = 10_000_000
UNKNOWN = N_("Aucun document ne porte ce code. Vérifiez chaque caractère : ni 0, ni 1, ni O, ni I, ni L n’y figurent.")
NO_FILE = N_("Choisissez le fichier PDF que vous avez reçu.")


@get("/verifier", include_in_schema=False)
async def ask(here: NamedDependency[Here], code: FromQuery[str] = "") -> Response[Any]:
    typed = code.strip()
    if not typed:
        return here.page("desk/verify.html", form=FormState())
    try:
        found = await here.api("demarches").get(f"/v1/decisions/{_plain(typed)}")
    except Refused as refused:
        if refused.status != 404:
            raise
        errors = {"code": here.said(UNKNOWN)}
        return here.page("desk/verify.html", status=404, form=FormState({"code": typed}, errors))
    return here.page("desk/verified.html", found=found, same=None, form=FormState())


@get("/verifier/{code:str}", include_in_schema=False)
async def again(here: NamedDependency[Here], code: FromPath[str]) -> Response[Any]:
    """Where a file was just compared: reloaded, or read in the other language, it is the document's page again."""
    return here.redirect(f"/verifier?code={_plain(code)}")


@post("/verifier/{code:str}", include_in_schema=False, streams=True)
async def compare(here: NamedDependency[Here], code: FromPath[str], request: Request[Any, Any, Any]) -> Response[Any]:
    """The file is read and forgotten: only its fingerprint is compared."""
    digest, size = hashlib.sha256(), 0
    async with receive_upload(request, max_bytes=LARGEST) as upload:
        if upload.file is not None:
            async for chunk in upload.file.stream():
                digest.update(chunk)
                size += len(chunk)
    found = await here.api("demarches").get(f"/v1/decisions/{_plain(code)}")
    form = FormState() if size else FormState({}, {"file": here.said(NO_FILE)})
    same = digest.hexdigest() == found["sha256"] if size else None
    return here.page("desk/verified.html", status=200 if size else 422, found=found, same=same, form=form)


@get("/mes-demandes/{dossier:uuid}/decision.pdf", include_in_schema=False)
async def download(here: NamedDependency[Here], dossier: FromPath[Any]) -> Response[Any]:
    """The decision's own document, for who asked."""
    here.require_person()
    answer = await here.api("demarches").call("GET", f"/v1/dossiers/{dossier}/decision.pdf")
    name = answer.headers.get("content-disposition", "inline")
    headers = {"content-disposition": name, "cache-control": "private, no-store"}
    return Response(answer.body, media_type="application/pdf", headers=headers)


def _plain(typed: str) -> str:
    """Nothing but what a code is made of goes into the address asked for."""
    return "".join(letter for letter in typed if letter.isalnum() or letter == "-")[:40] or "-"


ROUTES = [ask, again, compare, download]
