"""Dates, sizes and names in the reader's words."""

from datetime import UTC, date, datetime, timedelta

import pytest
from markupsafe import Markup

from chassis.pages.filters import Words, dates_whole, hours, initial, mailbox, numbers_whole, slug, web_address

NOW = datetime(2026, 3, 27, 13, 2, tzinfo=UTC)
FRENCH, ENGLISH = Words("fr", lambda: NOW), Words("en", lambda: NOW)


def test_a_moment_is_told_in_paris_time():
    assert FRENCH.moment(NOW) == "le 27 mars 2026 à 14\u00a0h\u00a002"
    assert ENGLISH.moment(NOW) == "on 27 March 2026 at 2:02 pm"


def test_summer_time_and_the_day_it_moves_to_are_told():
    assert FRENCH.moment(datetime(2026, 6, 30, 22, 30, tzinfo=UTC)) == "le 1er juillet 2026 à 0\u00a0h\u00a030"


def test_of_the_hour_that_comes_twice_it_is_told_which():
    first, again = (datetime(2027, 10, 31, hour, 30, tzinfo=UTC) for hour in (0, 1))

    assert [FRENCH.hour(one) for one in (first, again)] == [
        "2\u00a0h\u00a030 (heure d’été)",
        "2\u00a0h\u00a030 (heure d’hiver)",
    ]
    assert ENGLISH.hour(again) == "2:30 am (winter time)"
    assert FRENCH.hour(again + timedelta(hours=1)) == "3\u00a0h\u00a030"


def test_a_naive_time_is_utc():
    assert FRENCH.hour(datetime(2026, 1, 1, 8, 0)) == "9\u00a0h"


def test_texts_of_the_api_are_understood():
    assert FRENCH.day("2026-05-01") == "1er mai 2026"
    assert FRENCH.hour("2026-03-27T13:02:00+00:00") == "14\u00a0h\u00a002"
    assert FRENCH.weekday("2026-03-27") == "vendredi 27 mars 2026"


def test_nothing_stays_nothing():
    assert [word(None) for word in (FRENCH.day, FRENCH.hour, FRENCH.moment, FRENCH.relative, FRENCH.weekday)] == [
        ""
    ] * 5


@pytest.mark.parametrize(
    ("gap", "french", "english"),
    [
        (timedelta(seconds=-20), "à l’instant", "just now"),
        (timedelta(hours=-3), "il y a 3 heures", "3 hours ago"),
        (timedelta(days=2), "dans 2 jours", "in 2 days"),
    ],
)
def test_a_time_near_now_is_told_by_its_distance(gap: timedelta, french: str, english: str):
    assert FRENCH.relative(NOW + gap) == french
    assert ENGLISH.relative(NOW + gap) == english


def test_a_date_near_today_has_its_name():
    assert FRENCH.relative(date(2026, 3, 26)) == "hier"
    assert FRENCH.relative(date(2026, 3, 27)) == "aujourd’hui"
    assert ENGLISH.relative("2026-03-28") == "tomorrow"
    assert FRENCH.relative(date(2026, 4, 2)) == "dans 6 jours"


def test_sizes_are_told_as_phones_tell_them():
    assert FRENCH.filesize(820) == "820\u00a0octets"
    assert FRENCH.filesize(1_400_000) == "1,4\u00a0Mo"
    assert ENGLISH.filesize(24_600) == "25\u00a0kB"


def test_opening_hours_break_between_two_openings_only():
    day = hours("8 h 30 – 12 h, 13 h 30 – 17 h 30")

    assert day == "8\u00a0h\u00a030\u00a0–\u2060\u00a012\u00a0h, 13\u00a0h\u00a030\u00a0–\u2060\u00a017\u00a0h\u00a030"
    assert hours("8:30 am – 12:00 pm") == "8:30\u00a0am\u00a0–\u2060\u00a012:00\u00a0pm"
    assert hours("Fermé – Journée de formation") == "Fermé – Journée de formation"
    assert hours("") == ""


def test_the_date_of_an_example_stays_on_one_line_and_markup_as_it_is():
    assert dates_whole("Par exemple : 27 3 2031.") == "Par exemple : 27\u00a03\u00a02031."
    assert dates_whole(Markup("<b>27 3 2031</b>")) == "<b>27 3 2031</b>"


def test_addresses_break_where_they_are_read_and_are_never_markup():
    assert mailbox("eugene.granoux@plassans.example") == "eugene.granoux@<wbr>plassans.example"
    assert mailbox("<b>@plassans") == "&lt;b&gt;@<wbr>plassans"
    assert mailbox(None) == ""
    assert web_address("https://plassans.parvis.example") == "plassans<wbr>.parvis<wbr>.example"


def test_the_letter_of_a_town_is_its_name_s():
    assert initial("Ville de Plassans") == "P"
    assert initial("Communauté de communes du Val de l’Eygues") == "V"
    assert initial("CCAS") == "C"


def test_names_of_fields_make_ids_without_accents_or_slashes():
    assert slug("/applicant/prénom d’usage") == "applicant-prenom-d-usage"


def test_a_dossier_s_number_stays_on_its_line_and_nothing_else_becomes_markup():
    said = numbers_whole("<b> PLA-2026-000017 : reçue, document PLA-2026-000017-D2026")

    assert said == (
        '&lt;b&gt; <span class="reference">PLA-2026-000017</span> : reçue, document '
        '<span class="reference">PLA-2026-000017</span>-D2026'
    )
    assert numbers_whole("rendez-vous du 27-03-2026") == "rendez-vous du 27-03-2026"
