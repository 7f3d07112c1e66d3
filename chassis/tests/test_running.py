"""What runs is told so that two moments can be compared, and without telling a secret."""

from pathlib import Path

from chassis import running
from chassis.settings import Settings


def settings(**said: object) -> Settings:
    needed = dict.fromkeys(("signing_key_file", "trust_file", "secret_file"), Path("/nowhere"))
    return Settings(**{"service": "notifier", "http_port": 1, **needed, **said})  # pyright: ignore


def changed(before: Settings, after: Settings) -> set[str]:
    former, now = running.fingerprints(before), running.fingerprints(after)
    return {name for name in now if former[name] != now[name]}


def test_a_change_of_a_setting_has_its_name():
    assert changed(settings(), settings(database_pool=20, log_level="debug")) == {"database_pool", "log_level"}


def test_another_password_is_not_told_but_another_server_is():
    before = settings(database_url="postgres://app:first@one/db", nats_password="first")

    assert changed(before, settings(database_url="postgres://app:other@one/db", nats_password="other")) == set()
    assert changed(before, settings(database_url="postgres://app:first@two/db", nats_password="first")) == {
        "database_url"
    }


def test_the_code_is_told_by_its_digest(tmp_path: Path):
    (tmp_path / "page.html").write_text("a")
    (tmp_path / "picture.png").write_bytes(b"a")
    before = running.digest_of([tmp_path])

    (tmp_path / "picture.png").write_bytes(b"b")
    assert running.digest_of([tmp_path]) == before

    (tmp_path / "page.html").write_text("b")
    assert running.digest_of([tmp_path]) != before
