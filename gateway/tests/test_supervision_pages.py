"""Supervision: half an hour of every service's measures, drawn without Prometheus."""

import re
import time

import pytest
from doorstep.browser import Browser
from doorstep.house import House

from gateway.internal.operations import runbooks
from gateway.internal.operations.samples import Sample, Samples, astray, between, by_minute, read

READ = "platform.operations.read"
HOME = "/exploitation/"


def told(*, answers: int = 0, errors: int = 0, quick: int = 0, **values: float) -> str:
    """What a service's /metrics would say."""
    lines = [
        "# TYPE parvis_http_request_seconds histogram",
        f'parvis_http_request_seconds_bucket{{method="GET",route="/a",status="2xx",le="0.1"}} {quick}',
        f'parvis_http_request_seconds_bucket{{method="GET",route="/a",status="2xx",le="0.5"}} {answers}',
        f'parvis_http_request_seconds_bucket{{method="GET",route="/a",status="2xx",le="+Inf"}} {answers}',
        f'parvis_http_request_seconds_count{{method="GET",route="/a",status="2xx"}} {answers}',
        f'parvis_http_request_seconds_count{{method="GET",route="/b",status="5xx"}} {errors}',
    ]
    for name, value in values.items():
        lines += [f"# TYPE parvis_{name} gauge", f"parvis_{name} {value}"]
    return "\n".join(lines) + "\n"


@pytest.fixture
def operator(house: House) -> Browser:
    return house.visit_agents(house.member_of(house.town(), READ))


def test_rates_and_times_come_from_what_has_grown():
    before = read(told(answers=100, quick=50), 1000.0)
    after = read(told(answers=300, errors=4, quick=150), 1010.0)

    figures = between(before, after)

    assert figures is not None
    assert figures.rate == pytest.approx(20.4)
    assert figures.failing == pytest.approx(4 / 204)
    # 190 of 200 within: 100 under 0.1 s, the others spread up to 0.5 s.
    assert figures.slow == pytest.approx(460)


def test_a_service_that_was_started_anew_or_was_silent_gives_no_figure():
    old, new = read(told(answers=100), 1000.0), read(told(answers=3), 1010.0)

    assert between(old, new) is None
    assert between(None, new) is None
    assert between(new, None) is None


def test_a_quiet_service_has_a_rate_of_nothing():
    figures = between(read(told(answers=5), 1000.0), read(told(answers=5), 1010.0))

    assert figures == (0.0, None, None, None)


def test_minutes_follow_each_other_without_gap():
    kept: list[Sample | None] = [read(told(answers=n), 10.0 * n) for n in range(14)]

    minutes = by_minute(kept)

    assert [(a.at, b.at) for a, b in minutes if a and b] == [(10.0, 70.0), (70.0, 130.0)]


@pytest.mark.requirement("SR-01")
async def test_what_is_out_of_its_limits_leads_to_what_to_do(
    house: House, operator: Browser, monkeypatch: pytest.MonkeyPatch
):
    # Of its own, so that the real ones, which are asked all the while, do not come in between.
    samples = Samples(dict.fromkeys(house.urls))  # pyright: ignore
    monkeypatch.setattr(house.internal_entrance, "samples", samples)
    kept = samples.kept
    samples.moments.append(time.time())
    for service in kept:
        kept[service].clear()
        kept[service].append(read(told(answers=10), time.time() - 60))
    kept["notifier"].append(read(told(answers=20, dead_letters_open=2, outbox_oldest_seconds=75), time.time()))
    kept["documents"].append(None)

    page = await operator.get(HOME)

    assert page.status_code == 200
    assert "/exploitation/fiches/dead-letters" in page.text
    assert "/exploitation/fiches/outbox" in page.text
    assert "/exploitation/fiches/service-down" in page.text
    assert "/exploitation/echecs?service=notifier" in page.text
    assert "3 points demandent votre attention" in page.text


def test_a_clock_is_astray_by_what_no_slow_answer_explains():
    assert astray(1000.0, 990.0, 1005.0) == 0
    assert astray(1035.0, 990.0, 1005.0) == 30
    assert astray(960.0, 990.0, 1005.0) == -30
    # One of another release, which does not tell it.
    assert astray(None, 990.0, 1005.0) == 0


@pytest.mark.requirement("SR-01")
async def test_a_clock_that_is_not_that_of_the_others_is_told(
    house: House, operator: Browser, monkeypatch: pytest.MonkeyPatch
):
    samples = Samples(dict.fromkeys(house.urls))  # pyright: ignore
    monkeypatch.setattr(house.internal_entrance, "samples", samples)
    samples.moments.append(time.time())
    for kept in samples.kept.values():
        kept.append(read(told(clock_seconds=time.time()), time.time()))
    samples.kept["documents"].append(read(told(clock_seconds=0), time.time())._replace(astray=-31.2))

    page = await operator.get(HOME)

    assert "Son horloge n’est pas celle des autres (-31" in page.text.replace("−", "-")
    assert page.text.count("/exploitation/fiches/clock") == 1


async def test_what_became_of_mails_is_said_in_words(house: House, operator: Browser, monkeypatch: pytest.MonkeyPatch):
    samples = Samples(dict.fromkeys([*house.urls, "notifier"]))  # pyright: ignore
    monkeypatch.setattr(house.internal_entrance, "samples", samples)
    attempts = (
        '# TYPE parvis_notification_attempts counter\nparvis_notification_attempts_total{{outcome="accepted"}} {}\n'
    )
    samples.moments.append(time.time())
    samples.kept["notifier"].extend(read(told() + attempts.format(count), float(count)) for count in (3, 8))

    page = await operator.get(HOME)

    assert "Accepté par le serveur de courriel" in page.text
    assert ">accepted<" not in page.text


async def test_every_runbook_is_a_page_in_the_language_of_who_reads(operator: Browser):
    for name in runbooks.names():
        page = await operator.get(f"{HOME}fiches/{name}")
        assert page.status_code == 200
        assert "<strong>Ce que cela veut dire.</strong>" in page.text

    assert (await operator.get("/langue/en?vers=/")).status_code == 303
    for name in runbooks.names():
        page = await operator.get(f"{HOME}fiches/{name}")
        assert "<strong>What it means.</strong>" in page.text
        # Screens are named as who reads this sees them.
        assert "«" not in page.text, name

    assert (await operator.get(f"{HOME}fiches/nothing")).status_code == 404
    assert (await operator.get(f"{HOME}fiches/..%2Frunbooks")).status_code in (400, 404)


def test_steps_to_take_in_order_are_a_list():
    for name in runbooks.names():
        for language in runbooks.LANGUAGES:
            found = runbooks.find(name, language)
            assert found is not None
            sentences = re.sub(r"<[^>]+>", "", found.html).splitlines()
            assert not [line for line in sentences if re.search(r"\b1\. .*\b2\. ", line)], (name, language)

    database = runbooks.find("database", "fr")
    assert database is not None
    assert database.html.count("<li>") == 4


async def test_supervision_is_for_its_readers_alone(house: House):
    member = house.visit_agents(house.member_of(house.town(), "platform.dead_letters.manage"))

    assert (await member.get(HOME)).status_code == 403
    assert (await member.get(f"{HOME}fiches/outbox")).status_code == 403
    assert (await house.visit_agents().get(HOME)).headers["location"].startswith("/connexion")


def dependencies(**told: tuple[int, float]) -> str:
    lines = ["# TYPE parvis_dependency_up gauge", "# TYPE parvis_dependency_seconds gauge"]
    for name, (up, seconds) in told.items():
        lines += [
            f'parvis_dependency_up{{dependency="{name}"}} {up}',
            f'parvis_dependency_seconds{{dependency="{name}"}} {seconds}',
        ]
    return "\n".join(lines) + "\n"


@pytest.mark.requirement("SR-01")
async def test_what_everything_depends_on_has_a_tile_that_says_whom_it_fails(
    house: House, operator: Browser, monkeypatch: pytest.MonkeyPatch
):
    samples = Samples(dict.fromkeys(house.urls))  # pyright: ignore
    monkeypatch.setattr(house.internal_entrance, "samples", samples)
    # A quarter of an hour of it, so that the charts are drawn as well.
    now = time.time()
    for age in range(900, 0, -10):
        samples.moments.append(now - age)
        for kept in samples.kept.values():
            kept.append(read(told(answers=1000 - age, quick=50), now - age))
    samples.moments.append(now)
    for kept in samples.kept.values():
        kept.append(None)
    samples.kept["documents"][-1] = read(told() + dependencies(bus=(1, 0.01), objects=(0, 5.0)), now)
    full = '# TYPE parvis_dependency_writable gauge\nparvis_dependency_writable{dependency="database"} 0\n'
    samples.kept["ticketing"][-1] = read(told() + dependencies(database=(1, 0.01)) + full, now)
    # One that is slow half of the time is slow, although it answers now.
    samples.kept["notifier"][-2] = read(told() + dependencies(database=(1, 0.01), mail=(1, 3.2)), now - 10)
    samples.kept["notifier"][-1] = read(told() + dependencies(database=(1, 0.01), mail=(1, 0.1)), now)

    answer = await operator.get(HOME)
    page = answer.text

    def tile(name: str) -> str:
        return page.partition(f">{name}</a>")[2].partition("</tr>")[0]

    assert answer.status_code == 200
    assert "Répond" in tile("Messagerie interne")
    assert "tone-done" in tile("Messagerie interne")
    assert "Ne répond pas" in tile("Stockage des pièces")
    assert "documents" in tile("Stockage des pièces")
    assert "tone-problem" in tile("Stockage des pièces")
    assert "Répond lentement" in tile("Envoi des courriels")
    assert "3,2 s" in tile("Envoi des courriels")
    assert "Pas encore mesuré" in tile("Analyse des pièces")
    assert (await operator.get("/langue/en?vers=/")).status_code == 303
    assert "in 3.2 s" in (await operator.get(HOME)).text
    assert "Saves nothing more" in (await operator.get(HOME)).text
    assert "N’enregistre plus" in tile("Base de données")
    assert "Les pages se lisent" in tile("Base de données")
    assert "ticketing" in tile("Base de données")
    # Three tiles, and the services that said nothing the last time.
    assert f"{3 + len(samples.kept) - 3} points demandent votre attention" in page
    assert "95 réponses sur 100 viennent en moins de" in page
