"""What the command line shows of others' words."""

import pytest

from suite.cli.identity.answers import cell
from suite.cli.tables import print_table


def test_a_bracket_in_a_name_is_a_bracket(capsys: pytest.CaptureFixture[str]):
    print_table(("name",), [("[/b] Mairie [red]",)])

    assert "[/b] Mairie [red]" in capsys.readouterr().out


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
