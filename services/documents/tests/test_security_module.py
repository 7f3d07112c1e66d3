"""The root in a security module: SoftHSM through PKCS#11, as it would be spoken to in earnest."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import UUID

import pytest
import pytest_asyncio
from samples import a_pdf
from vault import Vault, s3_settings

from documents.domain import keys
from documents.domain.refusals import IntegrityBroken, KeyDestroyed, KeysUnavailable
from documents.main import create_app
from documents.storage.security_module import SecurityModule
from documents.tools.rotate import rotate
from kit.actors import a_citizen
from kit.servers import Servers
from kit.service import under_test
from kit.softhsm import SoftHsm, softhsm

pytestmark = pytest.mark.requirement("DV-06")
NAME = "tenant/one"


@pytest.fixture(scope="module")
def token(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[SoftHsm, Path]]:
    found = softhsm()
    if found is None:
        pytest.skip("no SoftHSM here, and apt-get does not bring it")
    folder = tmp_path_factory.mktemp("hsm")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SOFTHSM2_CONF", "")
        found.a_token(folder, "parvis")
        yield found, folder


def module_of(token: tuple[SoftHsm, Path], label: str, *, roots: int = 1) -> SecurityModule:
    found, folder = token
    made = SecurityModule(found.module, "parvis", folder / "pin", label, folder / f"{label}.destroyed")
    for _ in range(roots):
        made.make_root()
    return made


def test_a_key_is_wrapped_and_unwrapped_under_its_name_alone(token: tuple[SoftHsm, Path]):
    module = module_of(token, "plain")

    key, wrapped = module.new_key(NAME)

    again = module_of(token, "plain", roots=0)
    assert again.unwrap(NAME, wrapped) == key
    for moved in ("tenant/two", "tenant/on"):
        with pytest.raises(IntegrityBroken):
            again.unwrap(moved, wrapped)
    with pytest.raises(IntegrityBroken):
        again.unwrap(NAME, wrapped[:-1] + bytes([wrapped[-1] ^ 1]))
    with pytest.raises(IntegrityBroken):
        again.unwrap(NAME, b"\x00\x63" + wrapped[2:])


def test_the_root_cannot_leave_the_module(token: tuple[SoftHsm, Path]):
    module = module_of(token, "kept")
    key, wrapped = module.new_key(NAME)

    with pytest.raises(IntegrityBroken):
        keys.unwrap(wrapped[2:], under=key, name=NAME)
    extractable = module._in_session(
        lambda session: [root[_attribute("EXTRACTABLE")] for root in module._roots(session)]
    )
    assert extractable == [False]


def _attribute(name: str) -> object:
    from pkcs11 import Attribute

    return Attribute[name]


def test_the_newest_root_wraps_and_the_former_still_opens(token: tuple[SoftHsm, Path]):
    module = module_of(token, "turned")
    key, before = module.new_key(NAME)

    module.make_root()
    after = module.wrap(NAME, key)

    assert (before[:2], after[:2]) == (b"\x00\x01", b"\x00\x02")
    fresh = module_of(token, "turned", roots=0)
    assert fresh.unwrap(NAME, before) == fresh.unwrap(NAME, after) == key


def test_a_destroyed_name_opens_no_more_in_any_process(token: tuple[SoftHsm, Path]):
    module, other = module_of(token, "gone"), module_of(token, "gone", roots=0)
    _, wrapped = module.new_key(NAME)
    assert other.unwrap(NAME, wrapped)

    module.destroy(NAME)

    for one in (module, other):
        with pytest.raises(KeyDestroyed):
            one.unwrap(NAME, wrapped)


def test_a_module_that_is_not_there_or_a_wrong_pin_is_a_wait_and_not_a_loss(token: tuple[SoftHsm, Path]):
    found, folder = token
    (folder / "wrong").write_text("000000")
    absent = SecurityModule(folder / "none.so", "parvis", folder / "pin", "x", folder / "d")
    refused = SecurityModule(found.module, "parvis", folder / "wrong", "x", folder / "d")
    without_root = SecurityModule(found.module, "parvis", folder / "pin", "no-root", folder / "d")

    for module in (absent, refused, without_root):
        with pytest.raises(KeysUnavailable):
            module.new_key(NAME)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def running(servers: Servers, token: tuple[SoftHsm, Path]) -> AsyncIterator[Vault]:
    found, folder = token
    module_of(token, "service")
    told = {
        "pkcs11_module": str(found.module),
        "pkcs11_pin_file": str(folder / "pin"),
        "pkcs11_key": "service",
        "pkcs11_destroyed_file": str(folder / "service.destroyed"),
    }
    async with under_test("documents", create_app, servers, **s3_settings(servers), **told) as service:
        yield Vault(service)


async def test_a_whole_service_stands_on_it_rotates_and_erases(vault: Vault, tenant: UUID, token: tuple[SoftHsm, Path]):
    owner, other = a_citizen(tenant), a_citizen(tenant)
    file, kept = await vault.a_file(owner, a_pdf("à elle")), await vault.a_file(other, a_pdf("à lui"))
    await vault.a_piece(owner, file)
    await vault.a_piece(other, kept)
    await vault.check_everything()

    module_of(token, "service")
    _, failed = await rotate(vault.service.service)

    assert str(tenant) not in failed
    assert (await vault.read(owner, file)).status_code == 200
    [row] = await vault.service.rows("select wrapped_key from tenant_keys where tenant = :t", t=tenant)
    assert row["wrapped_key"][:2] != b"\x00\x01"
