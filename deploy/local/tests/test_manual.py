"""The manual page and the help tell of every command."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from suite.cli import main
from suite.cli.manual import escaped, page, verbs

pytestmark = pytest.mark.requirement("SR-02")


def test_the_manual_names_each_command_with_its_options_and_what_it_does(tmp_path: Path) -> None:
    told = list(verbs(get_command(main.app)))

    assert main.main(["man", "--into", str(tmp_path)]) in (0, None)

    text = (tmp_path / "parvis.1").read_text()
    for words, verb in told:
        entry = text.partition(f".B {escaped(' '.join(('parvis', *words)))}\n")[2].partition("\n.B ")[0]
        assert escaped(verb.help or "?") in entry, words
        for option in _long_options(verb):
            assert escaped(option) in entry, (words, option)
    assert len(told) > 50


def test_each_command_says_what_it_does_and_each_list_speaks_to_programs_too() -> None:
    silent = [words for words, verb in verbs(get_command(main.app)) if not verb.help]
    nouns = (
        "organisations",
        "guichets",
        "entitlements",
        "features",
        "letters",
        "mandates",
        "members",
        "citizens",
        "files",
    )
    mute = [
        words
        for words, verb in verbs(get_command(main.app))
        if words[0] in nouns and "--json" not in _long_options(verb)
    ]

    assert (silent, mute) == ([], [])


def test_no_command_takes_a_password_as_an_argument() -> None:
    taken = [option for _, verb in verbs(get_command(main.app)) for option in _long_options(verb)]

    assert not [option for option in taken if "password" in option or "secret" in option]


@pytest.mark.skipif(shutil.which("groff") is None, reason="no groff on this machine")
def test_the_page_is_roff_that_a_formatter_takes_without_a_warning() -> None:
    text = page(get_command(main.app))

    done = subprocess.run(
        ["groff", "-man", "-ww", "-Kutf8", "-Tutf8"], input=text, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")
    # Bold is a letter struck over itself.
    assert "parvis members import" in re.sub(r".\x08", "", done.stdout)


def _long_options(verb: Any) -> list[str]:
    return [name for one in verb.params for name in one.opts if name.startswith("--") and name != "--help"]
