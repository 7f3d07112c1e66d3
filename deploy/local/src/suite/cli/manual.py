"""`parvis man`: the manual page, made from the commands themselves so that it cannot tell of others."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
from typer.main import get_command

NAME = "parvis"
EXIT = (
    ("0", "It is done."),
    ("1", "It was refused, or cannot go on; a sentence on the standard error says why."),
    ("2", "A word or an option that is none."),
    ("3", "Done in part: a service did not answer, or a line of a list was not taken."),
    ("4", "Nothing runs (status)."),
    ("130", "Interrupted."),
)
ENVIRONMENT = (
    ("PARVIS_PORT_BASE", "Which suite of this machine, by its first port; 8000 when left out."),
    ("PARVIS_STATE", "Where its state is; .parvis of the checkout when left out."),
    ("PARVIS_OPERATOR", "The operator's identifier, for --as."),
    ("PARVIS_ORGANISATION, PARVIS_MEMBER", "Where and as whom a member signs in, for --at and --as."),
    ("PARVIS_PASSWORD, PARVIS_CODE", "What would be asked at the keyboard. Neither is ever an argument."),
)


def manual(app: typer.Typer, folder: Path | None) -> int:
    text = page(get_command(app))
    if folder is None:
        print(text, end="")
        return 0
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{NAME}.1"
    file.write_text(text, encoding="utf-8")
    print(f"✓ {file}")
    return 0


def page(command: Any) -> str:
    """In the language of man pages (roff, macros « man »)."""
    lines = [
        '.TH PARVIS 1 "" "Parvis" "Parvis"',
        ".SH NAME",
        f"{NAME} \\- the town\\-hall suite of this machine, and the work of its consoles",
        ".SH SYNOPSIS",
        f".B {NAME}",
        "\\fICOMMAND\\fR [\\fIARGUMENTS\\fR] [\\fIOPTIONS\\fR]",
        ".SH DESCRIPTION",
        escaped(command.help or ""),
        ".SH COMMANDS",
    ]
    for words, verb in verbs(command):
        lines += [".TP", f".B {escaped(' '.join((NAME, *words)))}", *_body(verb)]
    for title, told in (("EXIT STATUS", EXIT), ("ENVIRONMENT", ENVIRONMENT)):
        lines.append(f".SH {title}")
        for word, said in told:
            lines += [".TP", f".B {escaped(word)}", escaped(said)]
    return "\n".join([*lines, ""])


def verbs(command: Any, words: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Each command that does something, with its words, in their order on the help page."""
    children: dict[str, Any] = getattr(command, "commands", {})
    if words and (not children or command.invoke_without_command):
        yield words, command
    for name, child in children.items():
        yield from verbs(child, (*words, name))


def escaped(text: str) -> str:
    """One paragraph of roff: nothing in it is taken for a macro."""
    told = re.sub(r"\s+", " ", text).strip().replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{told}" if told.startswith((".", "'")) else told


def _body(verb: Any) -> Iterator[str]:
    yield escaped(verb.help or "")
    shown = [one for one in verb.params if one.name != "help" and not getattr(one, "hidden", False)]
    if not shown:
        return
    yield ".RS"
    for one in shown:
        names = ", ".join((*one.opts, *one.secondary_opts)) if one.param_type_name == "option" else one.name.upper()
        yield ".TP"
        yield f".I {escaped(names)}"
        yield escaped(getattr(one, "help", None) or ("Required." if one.required else "May be left out."))
    yield ".RE"
