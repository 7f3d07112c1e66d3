"""The letter on the portal: the two boxes, the links of mails, what one click does."""

import pytest
from doorstep.house import House
from doorstep.letters import CHOICE, THEME

HOME = "/lettre-d-information"


@pytest.fixture
def notifier(house: House):
    tiny = house.services["notifier"]
    tiny.subscription = {"choice": {**CHOICE}, "warning": "nothing", "receives": False, "confirmed": False}
    yield tiny
    tiny.subscription, tiny.heard[:] = {}, []


def heard(notifier) -> list[tuple[str, str]]:
    return [(one["method"], one["path"]) for one in notifier.heard if "newsletter" in one["path"]]


@pytest.mark.requirement("NT-02")
async def test_a_visitor_asks_and_is_sent_to_their_mailbox(house: House, notifier):
    visit = house.visit(house.town())
    token = await visit.token(HOME)
    fields = {"themes": THEME, "letter": "true", "email": "camille@exemple.fr"}

    asked = await visit.send_form(HOME, fields, token=token)

    assert asked.status_code == 200
    assert "Plus qu’un geste" in asked.text
    assert notifier.heard[-1]["body"] == {
        "email": "camille@exemple.fr",
        "choice": {"letter": True, "themes": [THEME], "locale": "fr"},
    }


@pytest.mark.requirement("NT-02")
@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"themes": THEME}, "Vous ne recevrez rien\u00a0: cochez aussi"),
        ({"letter": "true"}, "Vous ne recevrez rien\u00a0: cochez au moins un thème."),
        ({}, "Cochez au moins un thème et la lettre elle-même."),
    ],
)
async def test_one_box_without_the_other_is_said_before_anything_is_sent(house: House, notifier, fields, sentence):
    visit = house.visit(house.town())
    token = await visit.token(HOME)

    page = await visit.send_form(HOME, {**fields, "email": "camille@exemple.fr"}, token=token)

    assert page.status_code == 422
    assert sentence in page.text
    assert "camille@exemple.fr" in page.text
    assert ("POST", "/v1/newsletter/subscriptions") not in heard(notifier)


@pytest.mark.requirement("NT-02")
async def test_a_citizen_who_would_receive_nothing_is_warned_on_the_page(house: House, notifier):
    notifier.subscription["warning"] = "no-letter"
    town = house.town()

    page = await house.visit(town, house.citizen_of(town)).get(HOME)

    assert "Vous ne recevrez rien" in page.text


@pytest.mark.requirement("NT-02")
async def test_opening_the_links_of_a_mail_changes_nothing_and_pressing_does(house: House, notifier):
    visit = house.visit(house.town())
    for page in ("confirmation", "abonnement", "desabonnement"):
        assert (await visit.get(f"{HOME}/{page}/jeton")).status_code == 200
    assert {method for method, _ in heard(notifier)} == {"GET"}
    token = await visit.token(f"{HOME}/confirmation/jeton")

    done = await visit.send_form(f"{HOME}/confirmation/jeton", {}, token=token)

    assert "Votre adresse est confirmée" in done.text
    assert heard(notifier)[-1] == ("POST", "/v1/newsletter/links/jeton/confirmation")


@pytest.mark.requirement("NT-02")
async def test_a_mail_program_ends_it_by_itself(house: House, notifier):
    """RFC 8058: no cookie, no origin, no token of a form."""
    visit = house.visit(house.town())

    done = await visit.post(f"{HOME}/desabonnement/jeton", data={"List-Unsubscribe": "One-Click"})
    confirmed_the_same_way = await visit.post(f"{HOME}/confirmation/jeton", data={"List-Unsubscribe": "One-Click"})

    assert done.status_code == 200
    assert heard(notifier)[-1] == ("POST", "/v1/newsletter/links/jeton/departure")
    assert confirmed_the_same_way.status_code == 403
