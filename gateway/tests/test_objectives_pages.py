"""Objectives: thirty days in a few numbers, how fast the margin is used, and what changed meanwhile."""

import time
from pathlib import Path

import pytest
from doorstep.browser import Browser
from doorstep.house import House

from gateway.internal.operations import runbooks
from gateway.internal.operations.changes import Change
from gateway.internal.operations.history import DAY, History, Tally, counted
from gateway.internal.operations.objectives import OBJECTIVES, standing
from gateway.internal.operations.samples import Sample, Samples, read

READ = "platform.operations.read"
HOME = "/exploitation/objectifs"
NOW = 1_800_000_000.0


def seen(
    at: float, *, answers: float = 0, failing: float = 0, quick: float = 0, old: float = 0, **running: str
) -> Sample:
    said = {"started": "1", "code": "aaa", "schema": "0007", **running}
    counts = {"2xx": answers - failing, "5xx": failing}
    return Sample(at, counts, {1.0: quick}, {}, {"parvis_outbox_oldest_seconds": old}, {}, said)


async def history_of(*samples: Sample | None, file: Path | None = None) -> History:
    history = History(file)
    for number, sample in enumerate(samples):
        await history.take({"demarches": sample}, sample.at if sample else NOW + 10 * number)
    return history


def test_what_is_counted_is_what_has_grown():
    tally = counted(
        seen(NOW, answers=100, failing=2, quick=90), seen(NOW + 10, answers=300, failing=3, quick=250, old=75)
    )

    assert tally == Tally(answers=200, failing=1, slow=40, looks=1, silent=0, stale=1)


def test_a_service_that_was_started_anew_counts_from_nothing_and_one_that_is_silent_is_counted():
    assert counted(seen(NOW, answers=100), seen(NOW + 10, answers=4, quick=4, started="2")).answers == 4
    assert counted(seen(NOW), None) == Tally(looks=1, silent=1)


async def test_a_service_that_is_not_there_yet_while_all_begins_is_not_counted_as_failing():
    starting = await history_of(None, seen(NOW + 10), None)
    absent = await history_of(*[None] * 10)

    assert starting.total("demarches", since=NOW).silent == 1
    assert absent.total("demarches", since=NOW).silent == 4


@pytest.mark.requirement("SR-01")
async def test_a_margin_that_goes_in_two_days_is_told_from_one_that_lasts():
    calm = await history_of(seen(NOW - 20), seen(NOW - 10, answers=100_000, failing=50, quick=100_000))
    fast = await history_of(seen(NOW - 20), seen(NOW - 10, answers=1000, failing=20, quick=1000))
    used = await history_of(seen(NOW - 20 * DAY), seen(NOW - 20 * DAY + 10, answers=1000, failing=20), seen(NOW))

    assert [standing(OBJECTIVES[0], one, "demarches", NOW).state for one in (calm, fast, used)] == [
        "done",
        "problem",
        "waiting",
    ]
    assert standing(OBJECTIVES[0], calm, "demarches", NOW).left == pytest.approx(0.5)
    assert standing(OBJECTIVES[0], fast, "demarches", NOW).burning[0] == pytest.approx(20)
    assert standing(OBJECTIVES[0], used, "demarches", NOW).burning == (None, None)
    assert standing(OBJECTIVES[0], calm, "ticketing", NOW).state == "neutral"


async def test_a_month_is_kept_in_a_file_and_no_more(tmp_path: Path):
    file = tmp_path / "measures" / "objectives.json"
    first = await history_of(
        seen(NOW - 31 * DAY),
        seen(NOW - 20 * DAY, answers=10, code="bbb"),
        seen(NOW - 20 * DAY + 700, answers=30, code="bbb"),
        seen(NOW, answers=35, code="bbb"),
        file=file,
    )

    again = History(file)

    assert again.total("demarches", since=NOW - 30 * DAY).answers == 35
    assert again.since == first.since
    assert again.since is not None
    assert again.since > NOW - 31 * DAY
    assert [(one.kind, one.before, one.after) for one in again.changes.kept] == [("code", "aaa", "bbb")]
    # What it was seen to run before is known as well: a release while nobody looked is a change.
    await again.take({"demarches": seen(NOW + 60, code="ccc")}, NOW + 60)
    assert again.changes.kept[-1].after == "ccc"


async def test_a_file_that_is_no_history_is_begun_anew(tmp_path: Path):
    file = tmp_path / "objectives.json"
    file.write_text("nothing of the kind")

    assert History(file).since is None


async def test_a_change_is_told_by_its_kind():
    history = await history_of(
        seen(NOW, **{"setting:database_pool": "1", "setting:log_level": "1"}),
        seen(NOW + 10, **{"setting:database_pool": "2", "setting:log_level": "1"}, started="2"),
        None,
        seen(NOW + 30, **{"setting:database_pool": "2", "setting:log_level": "1", "setting:new": "1"}, started="3"),
        seen(NOW + 40, schema="0008", started="3"),
    )

    assert [(one.kind, one.name, one.before, one.after) for one in history.changes.kept] == [
        ("setting", "database_pool", "", ""),
        ("restart", "", "", ""),
        ("schema", "", "0007", "0008"),
    ]


async def test_a_feature_that_was_closed_is_told_once_by_who_keeps_it():
    history = History(None)
    for number, state in enumerate(("on", "on", "share 20 %")):
        now = NOW + 10 * number
        said = seen(now, **{"feature:assistants": state})
        await history.take({"identity": said, "demarches": said}, now)
    # Started anew, it does not know yet; then it knows again.
    await history.take({"identity": seen(NOW + 30, started="2")}, NOW + 30)
    await history.take({"identity": seen(NOW + 40, started="2", **{"feature:assistants": "share 20 %"})}, NOW + 40)

    assert [(one.kind, one.service, one.name, one.after) for one in history.changes.kept] == [
        ("feature", "identity", "assistants", "share 20 %"),
        ("restart", "identity", "", ""),
    ]


async def test_a_feature_closed_and_opened_again_between_two_looks_is_told():
    history = History(None)
    # Nobody counted turns before, and the first time that they are counted is no change.
    for number, turn in enumerate(("", "3", "3", "5")):
        now = NOW + 10 * number
        said = seen(now, **{"feature:assistants": "on", "turn:assistants": turn})
        await history.take({"identity": said, "demarches": said}, now)

    assert [(one.kind, one.service, one.name, one.before, one.after) for one in history.changes.kept] == [
        ("feature", "identity", "assistants", "on", "on")
    ]


def test_every_objective_leads_to_what_to_do():
    assert {one.runbook for one in OBJECTIVES} <= set(runbooks.names())


def test_what_a_service_says_it_runs_is_read():
    told = (
        'parvis_running_code{version="2026.11"} 1\nparvis_running_schema{revision="0007"} 1\n'
        'parvis_running_setting{name="log_level",fingerprint="ab"} 1\n'
        'parvis_running_feature{name="assistants",state="off",turn="3"} 1\nprocess_start_time_seconds 12.5\n'
    )

    assert read(told, NOW).running == {
        "code": "2026.11",
        "schema": "0007",
        "setting:log_level": "ab",
        "feature:assistants": "off",
        "turn:assistants": "3",
        "started": "12.5",
    }


@pytest.fixture
def operator(house: House) -> Browser:
    return house.visit_agents(house.member_of(house.town(), READ))


@pytest.mark.requirement("SR-01")
async def test_the_page_tells_margins_and_changes(house: House, operator: Browser, monkeypatch: pytest.MonkeyPatch):
    now = time.time()
    history = await history_of(seen(now - 20), seen(now - 10, answers=1000, failing=30, quick=1000, schema="0008"))
    monkeypatch.setattr(house.internal_entrance, "history", history)

    page = await operator.get(HOME)

    assert page.status_code == 200
    assert "1 marge s’use très vite" in page.text
    assert "97 %" in page.text
    assert "/exploitation/fiches/errors" in page.text
    assert "Nouveau schéma de la base" in page.text
    assert "0008" in page.text


async def test_to_whom_a_feature_was_opened_is_told_in_words(
    house: House, operator: Browser, monkeypatch: pytest.MonkeyPatch
):
    history = History()
    told = ("off", "share 20 %", "organisations 3 (44b0c2)", "on")
    history.changes.kept += [Change(time.time(), "identity", "feature", "assistants", "on", state) for state in told]
    monkeypatch.setattr(house.internal_entrance, "history", history)

    page = await operator.get(HOME)

    assert "Fonction ouverte ou fermée" in page.text
    for words in (
        "fermée",
        "ouverte à 20 % des organisations",
        "ouverte à des organisations nommées (3)",
        "ouverte à tous, de nouveau",
    ):
        assert f">{words}<" in page.text.replace("\u202f", " ").replace("\u00a0", " "), words


@pytest.mark.requirement("SR-01")
async def test_what_changed_is_marked_on_the_charts(house: House, operator: Browser, monkeypatch: pytest.MonkeyPatch):
    now = time.time()
    samples = Samples(dict.fromkeys(house.urls))  # pyright: ignore
    for age in range(600, -10, -10):
        samples.moments.append(now - age)
        for kept in samples.kept.values():
            kept.append(seen(now - age, answers=1000 - age))
    history = History()
    history.changes.kept += [Change(now - 200, name, "code", "", "a", "b") for name in ("identity", "notifier")]
    # Before this entrance itself was started anew, as each release does.
    history.changes.kept.append(Change(now - 900, "notifier", "schema", "", "0016", "0017"))
    history.changes.kept.append(Change(now - 9000, "identity", "restart"))
    history.changes.kept.append(Change(now - 200, "identity", "feature", "assistants", "on", "off"))
    monkeypatch.setattr(house.internal_entrance, "samples", samples)
    monkeypatch.setattr(house.internal_entrance, "history", history)

    page = await operator.get("/exploitation/")
    _ = await operator.get("/langue/en")
    english = await operator.get("/exploitation/")

    assert "Nouvelle version du programme (identity, notifier)" in page.text
    assert "Nouveau schéma de la base (notifier)" in page.text
    assert page.text.count('class="chart-event"') == 4 * 3
    assert "Fonction ouverte ou fermée\u00a0: assistants, fermée (identity)" in page.text
    assert "Feature opened or closed: assistants, closed (identity)" in english.text
    assert "Redémarrage" not in page.text


async def test_objectives_are_for_those_who_may_read_operations(house: House):
    member = house.visit_agents(house.member_of(house.town(), "platform.dead_letters.manage"))

    assert (await member.get(HOME)).status_code == 403
    assert (await house.visit_agents().get(HOME)).headers["location"].startswith("/connexion")
