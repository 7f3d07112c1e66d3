"""The options that the commands share."""

from pathlib import Path
from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="For programs: JSON on the standard output.")]
As = Annotated[
    str | None,
    typer.Option("--as", help="Who acts: an identifier, as at the sign-in page (PARVIS_OPERATOR, PARVIS_MEMBER)."),
]
At = Annotated[
    str | None,
    typer.Option(
        "--at",
        help="Sign in at this organisation, by password (PARVIS_ORGANISATION; the password is asked, or PARVIS_PASSWORD).",
    ),
]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]
Confirmed = Annotated[bool, typer.Option("--confirm", help="Do it; without, only the report is made.")]
Limit = Annotated[int, typer.Option(min=1, max=100_000, help="At most so many lines.")]
Slug = Annotated[str, typer.Argument(help="The word in the organisation's address: plassans.")]
ReadFrom = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV, with a line of titles.")]
WriteTo = Annotated[Path, typer.Argument(dir_okay=False, help="The PDF to write; never over another file.")]
