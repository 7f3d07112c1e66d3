"""A fresh clone is told in words what it lacks."""

import importlib.util
from types import ModuleType

import pytest

from suite.sentences import NamespaceRefused
from suite.servers import postgres
from suite.state import CHECKOUT


@pytest.fixture
def bootstrap() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bootstrap", CHECKOUT / "deploy" / "local" / "bootstrap.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_an_old_python_is_told_which_one_is_needed(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "OLDEST", (9, 0))

    with pytest.raises(bootstrap.Stop, match=r"trop ancien.*3\.11.*PYTHON=python3\.12.*too old"):
        bootstrap.main()


def test_a_python_without_venv_is_told_which_package_to_install(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(name: str, command: list[str]) -> None:
        raise bootstrap.Stop("ensurepip is not available")

    monkeypatch.setattr(bootstrap, "step", refuse)
    monkeypatch.setattr(bootstrap, "PYTHON", "/nowhere/python")

    with pytest.raises(bootstrap.Stop, match="python3-venv"):
        bootstrap.make_venv()


def test_every_member_is_installed(bootstrap: ModuleType) -> None:
    members = bootstrap.members()

    assert {"contracts", "chassis", "gateway", "deploy/local", "tests/kit", "services/identity"} <= set(members)


def test_what_changes_the_environment_installs_again(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    before = bootstrap.digest()

    monkeypatch.setattr(bootstrap, "VERSION", "3.99")
    assert bootstrap.digest() != before


def test_root_without_namespaces_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres.os, "geteuid", lambda: 0)
    monkeypatch.setattr(postgres, "namespaces_allowed", lambda: False)

    with pytest.raises(NamespaceRefused, match="PARVIS_DATABASE_URL"):
        postgres.as_ordinary_user("postgres")


def test_an_ordinary_user_needs_no_namespace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres.os, "geteuid", lambda: 1000)

    assert postgres.as_ordinary_user("postgres") == ["postgres"]
