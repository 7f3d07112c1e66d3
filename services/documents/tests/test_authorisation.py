"""Every route, and everybody who is not meant by it."""

from uuid import UUID, uuid4

import pytest
from samples import a_pdf
from vault import Vault

from kit import matrix
from kit.actors import a_citizen, a_member, a_visitor
from kit.matrix import Entry

FILE, PIECE, BUNDLE = uuid4(), uuid4(), uuid4()
NEW_PIECE = {"type": "other", "label": "x", "file_ids": [str(FILE)]}
SAFE = [
    ("GET", "/v1/safe", None),
    ("GET", "/v1/safe/journal", None),
    ("POST", "/v1/safe/files", None),
    ("POST", "/v1/safe/pieces", NEW_PIECE),
    ("POST", "/v1/safe/pieces/from-bundle", {**NEW_PIECE, "bundle_id": str(BUNDLE), "grant": ""}),
    ("PATCH", f"/v1/safe/pieces/{PIECE}", {"label": "x"}),
    ("DELETE", f"/v1/safe/pieces/{PIECE}", None),
    ("POST", f"/v1/safe/pieces/{PIECE}/files", {"file_ids": [str(FILE)]}),
    ("PUT", f"/v1/safe/pieces/{PIECE}/order", {"file_ids": [str(FILE)]}),
    ("DELETE", f"/v1/safe/pieces/{PIECE}/files/{FILE}", None),
    ("GET", f"/v1/safe/files/{FILE}/content", None),
    ("POST", f"/v1/bundles/{BUNDLE}/pieces", {"piece_id": str(PIECE), "grant": ""}),
]
BUNDLES = [
    ("POST", f"/v1/bundles/{BUNDLE}/files", None),
    ("GET", f"/v1/bundles/{BUNDLE}/files/{FILE}/content", None),
]
CONSOLE = [("GET", "/console", None), ("GET", "/console/view", None)]


@pytest.mark.parametrize(("method", "path", "body"), SAFE + BUNDLES + CONSOLE)
async def test_without_a_token_nothing_opens(vault: Vault, method: str, path: str, body: object):
    assert (await vault.call(None, method, path, json=body)).status_code == 401


@pytest.mark.parametrize(("method", "path", "body"), SAFE)
async def test_a_safe_has_no_door_for_visitors_agents_or_operators(
    vault: Vault, tenant: UUID, method: str, path: str, body: object
):
    every = ("documents.scans.read", "demarches.dossiers.read", "platform.operations.read")

    for actor in (a_visitor(tenant), a_member(tenant, *every)):
        assert (await vault.call(actor, method, path, json=body)).status_code == 401


async def test_every_operation_holds_against_everybody_who_must_not(vault: Vault, tenant: UUID):
    owner, bundle = a_citizen(tenant), uuid4()
    file = await vault.a_file(owner)
    piece = await vault.a_piece(owner, file)
    handed_over = await vault.a_file(owner, bundle=bundle)
    of_piece, of_bundle = {"piece_id": UUID(piece["id"])}, {"bundle_id": bundle}
    grant = vault.upload_grant(owner, bundle)
    letter = {"event_id": uuid4(), "handler": "expire_unattached_file"}
    tus = {"tus-resumable": "1.0.0", "upload-length": "9"}
    begun = await vault.call(owner, "POST", "/v1/uploads", headers=tus)
    of_upload = {"upload_id": UUID(begun.headers["location"][-36:])}
    onward = {**tus, "upload-offset": "0", "content-type": "application/offset+octet-stream"}
    entries = {
        "GET /v1/readings/{bundle_id}/files": Entry(of_bundle),
        "GET /v1/uploads/{upload_id}": Entry(of_upload),
        "PATCH /v1/uploads/{upload_id}": Entry(of_upload, content=b"%PDF", headers=onward),
        "DELETE /v1/uploads/{upload_id}": Entry(of_upload, headers=tus),
        "PATCH /v1/safe/pieces/{piece_id}": Entry(of_piece, json={"label": "x"}),
        "DELETE /v1/safe/pieces/{piece_id}": Entry(of_piece),
        "POST /v1/safe/pieces/{piece_id}/files": Entry(of_piece, json={"file_ids": [file]}),
        "DELETE /v1/safe/pieces/{piece_id}/files/{file_id}": Entry({**of_piece, "file_id": UUID(file)}),
        "GET /v1/safe/files/{file_id}/content": Entry({"file_id": UUID(file)}),
        "POST /v1/safe/pieces/{piece_id}/restoration": Entry(of_piece),
        "POST /v1/safe/pieces/{piece_id}/replacement": Entry(of_piece, json={"file_ids": [file]}),
        "PUT /v1/safe/pieces/{piece_id}/order": Entry(of_piece, json={"file_ids": [file]}),
        "GET /v1/safe/files/{file_id}/thumbnail": Entry({"file_id": UUID(file)}),
        "GET /v1/safe/files/{file_id}/pages/{number}": Entry({"file_id": UUID(file), "number": 1}),
        "POST /v1/bundles/{bundle_id}/files": Entry(of_bundle, content=a_pdf(), headers={"parvis-grant": grant}),
        "POST /v1/bundles/{bundle_id}/mailed-files": Entry(of_bundle, content=a_pdf()),
        "POST /v1/bundles/{bundle_id}/pieces": Entry(of_bundle, json={"piece_id": piece["id"], "grant": grant}),
        "GET /v1/bundles/{bundle_id}/files/{file_id}/content": Entry(
            {**of_bundle, "file_id": UUID(handed_over)},
            params={"grant": vault.view_grant(owner, bundle, handed_over)},
        ),
        "PUT /v1/department/retention/terms/{issuer}": Entry(
            {"issuer": "demarches"},
            json={"days": 30, "reference": "DUA"},
            open_to="each organisation sets its own term",
        ),
        "POST /v1/department/retention/holds": Entry(json={"bundle_id": str(bundle), "reason": "Recours"}),
        "DELETE /v1/department/retention/holds/{bundle_id}": Entry(of_bundle),
        "DELETE /v1/department/readings/{grant_id}": Entry({"grant_id": uuid4()}),
        "POST /v1/dead-letters/{event_id}/{handler}/replay": Entry(letter),
        "POST /v1/dead-letters/{event_id}/{handler}/discard": Entry(letter),
    }

    wrong = [
        sentence
        for operation in matrix.operations(vault.service.app)
        for sentence in await matrix.check(vault.service, operation, entries.get(operation.name), owner)
    ]

    assert wrong == []


async def test_a_file_by_mail_comes_with_ticketing_s_word_for_this_bundle_and_no_other(vault: Vault, tenant: UUID):
    bundle, sender = uuid4(), a_member(tenant)
    path, name = f"/v1/bundles/{bundle}/mailed-files", {"upload-name": "facture.pdf"}

    async def brought(**headers: str) -> int:
        answer = await vault.call(None, "POST", path, content=a_pdf(), headers={**name, **headers})
        return answer.status_code

    refused = [
        await brought(),
        await brought(**{"parvis-hand-over": "nothing"}),
        await brought(**{"parvis-hand-over": vault.upload_grant(sender, bundle, issuer="ticketing")}),
        await brought(**{"parvis-hand-over": vault.handed_over(sender, bundle, issuer="demarches")}),
        await brought(**{"parvis-hand-over": vault.handed_over(sender, uuid4())}),
    ]
    taken = await brought(**{"parvis-hand-over": vault.handed_over(sender, bundle)})

    assert (refused, taken) == ([403] * 5, 201)
    [held] = await vault.service.rows("select * from bundle_files where tenant = :t", t=tenant)
    assert (held["bundle_id"], held["added_by"], held["name"]) == (bundle, sender.subject, "facture.pdf")


@pytest.mark.parametrize(("method", "path", "body"), BUNDLES)
async def test_a_bundle_opens_to_a_grant_and_to_nothing_else(
    vault: Vault, tenant: UUID, method: str, path: str, body: object
):
    for actor in (a_visitor(tenant), a_citizen(tenant), a_member(tenant, "demarches.dossiers.read")):
        assert (await vault.call(actor, method, path, json=body)).status_code == 403
