"""Every route, and everybody who is not meant by it."""

from uuid import UUID, uuid4

import pytest
from vault import Vault

from kit.actors import a_citizen, a_member, a_visitor

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


async def test_what_is_somebody_else_s_looks_exactly_like_what_is_not(vault: Vault, tenant: UUID):
    owner = a_citizen(tenant)
    file = await vault.a_file(owner)
    piece = await vault.a_piece(owner, file)

    for stranger in (a_citizen(tenant), a_citizen(subject=owner.subject)):
        for method, theirs, nobody_s, body in (
            ("GET", f"/v1/safe/files/{file}/content", f"/v1/safe/files/{FILE}/content", None),
            ("PATCH", f"/v1/safe/pieces/{piece['id']}", f"/v1/safe/pieces/{PIECE}", {"label": "x"}),
            ("DELETE", f"/v1/safe/pieces/{piece['id']}", f"/v1/safe/pieces/{PIECE}", None),
        ):
            answers = [await vault.call(stranger, method, path, json=body) for path in (theirs, nobody_s)]
            assert [answer.status_code for answer in answers] == [404, 404]
            assert answers[0].content == answers[1].content


@pytest.mark.parametrize(("method", "path", "body"), BUNDLES)
async def test_a_bundle_opens_to_a_grant_and_to_nothing_else(
    vault: Vault, tenant: UUID, method: str, path: str, body: object
):
    for actor in (a_visitor(tenant), a_citizen(tenant), a_member(tenant, "demarches.dossiers.read")):
        assert (await vault.call(actor, method, path, json=body)).status_code == 403
