"""The lock holds everything and names no place."""

import re

from suite.lock import wanted
from suite.state import CHECKOUT


def test_the_lock_names_no_address() -> None:
    text = (CHECKOUT / "requirements.lock").read_text() + (CHECKOUT / "deploy/local/bootstrap.txt").read_text()

    assert "://" not in text
    assert "index" not in re.sub(r"^[a-z0-9-]*index[a-z0-9-]*==.*$", "", text, flags=re.MULTILINE)


def test_every_dependency_of_every_member_is_locked_with_its_hashes() -> None:
    pins = dict(re.findall(r"^([a-z0-9._-]+)==\S+.*?\\\n((?:    --hash=\S+(?: \\)?\n?)+)", _lock(), re.MULTILINE))
    names = {re.split(r"[^A-Za-z0-9._-]", one)[0].lower().replace("_", "-") for one in wanted()}

    assert names - set(pins) == set()


def _lock() -> str:
    return (CHECKOUT / "requirements.lock").read_text()
