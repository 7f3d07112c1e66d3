"""The check against robots that is read or heard (ID-15, A22, A23)."""

import asyncio
import hashlib
import io
import wave
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from PIL import Image

from chassis.ids import new_id
from chassis.robot_digits import codes
from chassis.robot_digits.drawing import VOICES
from identity.main import create_app
from kit.actors import a_visitor
from kit.servers import Servers
from kit.service import ServiceUnderTest, problem, under_test

from .people import CAMILLE, a_request, an_account, an_organisation, register, sign_in

pytestmark = pytest.mark.requirement("ID-15")


@pytest.fixture(autouse=True)
def a_still_clock(identity: ServiceUnderTest) -> None:
    identity.clock.stop_at(datetime.now(UTC))


async def asked(identity: ServiceUnderTest, tenant: UUID) -> str:
    return (await identity.call(a_visitor(tenant), "GET", "/v1/robot-codes")).json()["challenge"]


def right(identity: ServiceUnderTest, tenant: UUID, challenge: str) -> str:
    secret = identity.service.settings.read_secret()
    return codes.digits_of(challenge, secret, str(tenant), at=identity.clock())


async def look(identity: ServiceUnderTest, tenant: UUID, challenge: str, what: str) -> httpx.Response:
    return await identity.call(a_visitor(tenant), "GET", f"/v1/robot-codes/{challenge}/{what}")


async def test_the_digits_copied_from_the_picture_make_a_space(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant)
    challenge = await asked(identity, tenant)
    code = right(identity, tenant, challenge)

    answer = await register(identity, tenant, challenge=challenge, code=f"{code[:3]} {code[3:]}")

    assert answer.status_code == 202


async def test_a_picture_and_a_sound_of_the_same_digits_that_nothing_names(identity: ServiceUnderTest, tenant: UUID):
    challenge = await asked(identity, tenant)

    picture, sound = [await look(identity, tenant, challenge, what) for what in ("picture", "sound?langue=en")]

    assert Image.open(io.BytesIO(picture.content)).size == (260, 90)
    with wave.open(io.BytesIO(sound.content)) as heard:
        assert heard.getnframes() / heard.getframerate() > 5
    assert (picture.headers["content-type"], sound.headers["content-type"]) == ("image/png", "audio/wav")
    code = right(identity, tenant, challenge)
    told = [challenge, *(f"{name}: {value}" for answer in (picture, sound) for name, value in answer.headers.items())]
    assert not any(code in each for each in told)
    assert {answer.headers["cache-control"] for answer in (picture, sound)} == {"no-store"}


async def test_a_code_serves_once_right_or_wrong(identity: ServiceUnderTest, tenant: UUID):
    """A22."""
    await an_organisation(identity, tenant)
    good, bad = await asked(identity, tenant), await asked(identity, tenant)
    wrong = f"{(int(right(identity, tenant, bad)) + 1) % 1_000_000:06}"

    first = await register(identity, tenant, challenge=good, code=right(identity, tenant, good))
    again = await register(identity, tenant, challenge=good, code=right(identity, tenant, good))
    guess = await register(identity, tenant, challenge=bad, code=wrong)
    second_guess = await register(identity, tenant, challenge=bad, code=right(identity, tenant, bad))

    assert [answer.status_code for answer in (first, again, guess, second_guess)] == [202, 422, 422, 422]
    for answer in (again, guess, second_guess):
        [fault] = problem(answer)["errors"]
        assert (fault["pointer"], fault["detail"][:27]) == ("/code", "Code de sécurité incorrect.")


async def test_a_double_click_is_one_registration_and_the_digits_are_spent_once(
    identity: ServiceUnderTest, tenant: UUID
):
    await an_organisation(identity, tenant)
    challenge = await asked(identity, tenant)
    visitor, body = a_visitor(tenant), {**CAMILLE, "challenge": challenge, "code": right(identity, tenant, challenge)}

    async def click() -> httpx.Response:
        headers = {"idempotency-key": "one form", "x-parvis-address": "10.4.4.4"}
        return await identity.call(visitor, "POST", "/v1/registrations", json=body, headers=headers)

    answers = [*await asyncio.gather(click(), click()), await click()]
    elsewhere = await register(identity, tenant, challenge=challenge, code=body["code"])

    assert all(answer.is_success for answer in answers)
    assert len({answer.content for answer in answers}) == 1
    assert len(await identity.published(tenant, type="identity.account.registered.v1")) == 1
    assert elsewhere.status_code == 422


async def test_a_refusal_for_another_reason_leaves_the_digits_for_the_next_try(
    identity: ServiceUnderTest, tenant: UUID
):
    challenge = await asked(identity, tenant)
    proven = {"challenge": challenge, "code": right(identity, tenant, challenge)}

    closed = await register(identity, tenant, terms_accepted=False, **proven)
    again = await register(identity, tenant, **proven)

    assert (closed.status_code, again.status_code) == (422, 202)


@pytest.mark.parametrize("spoil", ["late", "altered", "another town", "nonsense", "empty"])
async def test_a_challenge_is_good_for_ten_minutes_at_one_guichet(identity: ServiceUnderTest, tenant: UUID, spoil: str):
    await an_organisation(identity, tenant)
    challenge = await asked(identity, tenant)
    code = right(identity, tenant, challenge)
    if spoil == "late":
        identity.clock.move(timedelta(minutes=10))
    elif spoil == "altered":
        challenge = ("A" if challenge[0] != "A" else "B") + challenge[1:]
    elif spoil == "another town":
        challenge = await asked(identity, new_id())
    else:
        challenge = "é~x" if spoil == "nonsense" else ""

    answer = await register(identity, tenant, challenge=challenge, code=code)

    assert answer.status_code == 422
    if spoil != "empty":
        assert (await look(identity, tenant, challenge, "picture")).status_code == 422


async def test_an_organisation_s_access_is_asked_for_with_them_too(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant, is_support_portal=True)
    challenge, body = await asked(identity, tenant), a_request(tenant.int % 90_000_000)
    proven: dict[str, Any] = {"challenge": challenge, "code": right(identity, tenant, challenge)}

    async def ask(**changes: Any) -> httpx.Response:
        visitor = a_visitor(tenant)
        return await identity.call(visitor, "POST", "/v1/access-requests", json={**body, **proven, **changes})

    first, again = await ask(), await ask()
    other = await ask(**a_request(tenant.int % 90_000_000 + 1))

    assert (first.status_code, again.status_code, other.status_code) == (201, 422, 422)
    assert problem(again)["errors"][0]["pointer"] == "/code"


async def test_a_double_click_on_an_access_request_is_answered_as_the_first(identity: ServiceUnderTest, tenant: UUID):
    await an_organisation(identity, tenant, is_support_portal=True)
    challenge, visitor = await asked(identity, tenant), a_visitor(tenant)
    body = {**a_request(tenant.int % 90_000_000), "challenge": challenge, "code": right(identity, tenant, challenge)}

    async def click() -> httpx.Response:
        headers = {"idempotency-key": "one form"}
        return await identity.call(visitor, "POST", "/v1/access-requests", json=body, headers=headers)

    answers = [*await asyncio.gather(click(), click()), await click()]

    assert [answer.status_code for answer in answers] == [201] * 3
    assert len({answer.content for answer in answers}) == 1


async def test_a_double_click_at_sign_in_comes_in_twice_and_nobody_else_with_it(
    identity: ServiceUnderTest, tenant: UUID
):
    slug = await an_organisation(identity, tenant)
    await an_account(identity, tenant)
    await an_account(identity, tenant, identifier="adele.sicardot")
    challenge = await asked(identity, tenant)
    check = {"challenge": challenge, "code": right(identity, tenant, challenge), "host": str(tenant)}

    clicks = await asyncio.gather(*(sign_in(identity, slug, "camille.rougon", **check) for _ in range(2)))
    other = await sign_in(identity, slug, "adele.sicardot", **check)

    assert [click.status_code for click in clicks] == [200, 200]
    assert problem(other)["errors"][0]["pointer"] == "/code"


async def test_a_double_click_at_sign_in_comes_in_twice_wherever_the_second_click_lands(
    identity: ServiceUnderTest, tenant: UUID, servers: Servers
):
    slug = await an_organisation(identity, tenant)
    await an_account(identity, tenant)

    async with under_test("identity", create_app, servers) as beside:
        for instances in ((identity, beside), (beside, identity)):
            challenge = await asked(identity, tenant)
            check = {"challenge": challenge, "code": right(identity, tenant, challenge), "host": str(tenant)}
            wrong = {
                **check,
                "challenge": (other := await asked(identity, tenant)),
                "code": right(identity, tenant, other),
            }

            clicks = await asyncio.gather(*(sign_in(one, slug, "camille.rougon", **check) for one in instances))
            guesses = await asyncio.gather(
                *(sign_in(one, slug, "camille.rougon", "Faux-1", **wrong) for one in instances)
            )

            assert [click.status_code for click in clicks] == [200, 200]
            # One check is one guess, whichever was first.
            assert sorted(guess.status_code for guess in guesses) == [401, 422]


async def test_a_wrong_password_spends_the_digits(identity: ServiceUnderTest, tenant: UUID):
    """However often the form is sent: one check is one guess."""
    slug = await an_organisation(identity, tenant)
    await an_account(identity, tenant)
    challenge = await asked(identity, tenant)
    check = {"challenge": challenge, "code": right(identity, tenant, challenge), "host": str(tenant)}

    guesses = await asyncio.gather(*(sign_in(identity, slug, "camille.rougon", f"Faux-{n}", **check) for n in range(3)))
    after = await sign_in(identity, slug, "camille.rougon", **check)

    assert sorted(guess.status_code for guess in guesses) == [401, 422, 422]
    assert problem(after)["errors"][0]["pointer"] == "/code"


async def test_without_any_check_the_mail_is_the_proof(identity: ServiceUnderTest, tenant: UUID):
    """A23: nobody who can neither see nor hear it stands before a closed door."""
    await an_organisation(identity, tenant)

    assert (await register(identity, tenant)).status_code == 202


async def test_it_counts_as_a_solved_check(identity: ServiceUnderTest, tenant: UUID):
    """A21: « already taken » is said after a check alone."""
    await an_organisation(identity, tenant)
    await an_account(identity, tenant, identifier="camille.rougon")
    challenge = await asked(identity, tenant)
    proven: dict[str, Any] = {"challenge": challenge, "code": right(identity, tenant, challenge)}

    answer = await register(identity, tenant, identifier="camille.rougon", **proven)

    assert answer.status_code == 422
    assert problem(answer)["errors"][0]["detail"].startswith("Ce nom d’utilisateur est déjà pris.")


def test_each_digit_has_voices_in_both_languages_and_no_file_is_named_after_an_answer():
    for language in ("fr", "en"):
        folders = sorted(folder.name for folder in (VOICES / language).iterdir())
        assert folders == [str(digit) for digit in range(10)]
        for folder in (VOICES / language).iterdir():
            said = {hashlib.sha256(file.read_bytes()).digest() for file in folder.glob("*.wav")}
            assert len(said) == 3
