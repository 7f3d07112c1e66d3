"""What the command line shows of others' words."""

import pytest

from suite.cli.identity.answers import cell
from suite.cli.tables import print_table


def test_a_bracket_in_a_name_is_a_bracket(capsys: pytest.CaptureFixture[str]):
    print_table(("name",), [("[/b] Mairie [red]",)])

    assert "[/b] Mairie [red]" in capsys.readouterr().out


def test_an_id_is_whole_on_a_narrow_terminal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("TERM", "dumb")

    print_table(("purpose", "grant id"), [("Recours gracieux", "01a22a0f-c702-759c-9b0b-eda8abe67eff")])

    lines = capsys.readouterr().out.splitlines()
    assert "01a22a0fc702759c9b0beda8abe67eff" in "".join(line.split("│")[2] for line in lines if "│" in line).replace(
        " ", ""
    ).replace("-", "")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ([{"day": "Lundi", "hours": "9 h"}, {"day": "Mardi", "hours": "10 h"}], "Lundi : 9 h\nMardi : 10 h"),
        ({"dossier_id": "7", "outcome": "accepted"}, "dossier_id 7, outcome accepted"),
        (["a", "b"], "a, b"),
    ],
)
def test_pairs_of_a_list_stand_one_a_line_and_facts_keep_their_names(value: object, shown: str):
    assert cell(value) == shown
