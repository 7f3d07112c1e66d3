"""Every French text of the shared pages has its English, and French counts as French does."""

from pathlib import Path

import pytest

from chassis.pages import Pages
from chassis.pages.catalogues import CHASSIS, catalogue_file, extract, known, main, members, missing, names
from chassis.pages.refusal_titles import titles


@pytest.mark.requirement("GW-03")
def test_every_text_of_the_shared_pages_has_its_english():
    assert missing(CHASSIS) == []


def test_the_walk_meets_the_services_and_the_gateway():
    assert {"chassis", "gateway", "identity", "demarches", "documents", "ticketing", "notifier"} <= {
        package.name for package in members()
    }


def test_extracting_twice_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    copy = tmp_path / "messages.po"
    copy.write_text(catalogue_file(CHASSIS).read_text("utf-8"), "utf-8")
    monkeypatch.setattr("chassis.pages.catalogues.catalogue_file", lambda package: copy)
    assert extract(CHASSIS) == (len(known(CHASSIS)), 0)
    once = copy.read_text("utf-8")

    assert extract(CHASSIS) == (len(known(CHASSIS)), 0)

    assert copy.read_text("utf-8") == once


def test_a_text_without_english_is_named_and_fails_the_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "page.html").write_text(
        '{{ _("Bonjour %(name)s", name=x) }}{{ ngettext("%(num)s pièce", "%(num)s pièces", n) }}', "utf-8"
    )
    monkeypatch.setattr("chassis.pages.catalogues.members", lambda: iter([tmp_path]))

    assert main("check") == 1
    assert "« Bonjour %(name)s »" in capsys.readouterr().out


def test_a_typewriter_s_apostrophe_fails_the_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "page.html").write_text("""{{ _("L'accueil est fermé.") }}{{ _("L’accueil est ouvert.") }}""", "utf-8")
    monkeypatch.setattr("chassis.pages.catalogues.members", lambda: iter([tmp_path]))
    extract(tmp_path)

    assert main("check") == 1
    assert "« L'accueil est fermé. »" in (said := capsys.readouterr().out)
    assert ": « ’ » for ' in « L’accueil" not in said


def test_an_english_text_that_forgets_a_name_counts_as_missing():
    assert names("Enregistré à {time} par %(who)s") == {"time", "who"}


def test_the_titles_of_refusals_are_texts(tmp_path: Path):
    (tmp_path / "refusals.py").write_text(
        'class Full(Conflict):\n    """Il ne reste aucune place."""\nclass Late(Full):\n    """La période est terminée."""\nclass Other:\n    """Not shown."""\n',
        "utf-8",
    )

    assert sorted(titles(tmp_path)) == ["Il ne reste aucune place.", "La période est terminée."]


@pytest.mark.parametrize(("number", "words"), [(0, "0 démarche"), (1, "1 démarche"), (2, "2 démarches")])
def test_zero_is_singular_in_french(pages: Pages, number: int, words: str):
    assert pages.messages("fr").ngettext("%(num)s démarche", "%(num)s démarches", number) % {"num": number} == words


def test_zero_is_plural_in_english(pages: Pages):
    assert pages.messages("en").ngettext("%(num)s démarche", "%(num)s démarches", 0) == "%(num)s services"
