"""`parvis letters`: codes for legal representatives, on paper."""

from typing import Annotated

import typer

from suite.cli.identity.options import As, At, Json, WriteTo

app = typer.Typer(help="Letters with codes for legal representatives: list, print.", no_args_is_help=True)
MANAGE = "platform.organisations.manage"


@app.command("list")
def _list(json: Json = False, name: As = None, at: At = None) -> int:
    """What waits for the printer, the oldest first."""
    from suite.cli.identity.answers import show_lines
    from suite.cli.identity.callers import SERVICE, operating

    with operating(name, at, needs=MANAGE) as who:
        told = who.call(SERVICE, "GET", "/v1/letters")
    columns = ("mandate_id", "organisation", "requested_at", "reported_at")
    return show_lines(told, columns, json=json, nothing="Aucun courrier n’attend.")


@app.command("batches")
def _batches(json: Json = False, name: As = None, at: At = None) -> int:
    """The latest batches, which can be printed again."""
    from suite.cli.identity.answers import show_lines
    from suite.cli.identity.callers import SERVICE, operating

    with operating(name, at, needs=MANAGE) as who:
        told = who.call(SERVICE, "GET", "/v1/letter-batches")
    return show_lines(told, ("batch_id", "printed_at", "number"), json=json, nothing="Aucun lot.")


@app.command("print")
def _print(file: WriteTo, json: Json = False, name: As = None, at: At = None) -> int:
    """All that waits in one PDF; each organisation notes that its letter is posted, and its five working days begin."""
    from suite.cli.identity.answers import must_be_free, say_done, write_private
    from suite.cli.identity.callers import SERVICE, bar, operating

    must_be_free(file)
    with operating(name, at, needs=MANAGE) as who, bar("mise en page", total=2) as step:
        batch = who.call(SERVICE, "POST", "/v1/letter-batches")["batch_id"]
        step()
        write_private(file, who.read(SERVICE, f"/v1/letter-batches/{batch}"))
        step()
    done = f"{file} est prêt : imprimez-le, postez-le aujourd’hui (lot {batch}, par {who.identifier})."
    return say_done(done, {"batch_id": batch, "file": str(file)}, json=json)


@app.command("again")
def _again(
    batch: Annotated[str, typer.Argument(help="The batch's id.")],
    file: WriteTo,
    json: Json = False,
    name: As = None,
    at: At = None,
) -> int:
    """A batch's PDF once more: the same codes, without letters whose codes are dead meanwhile."""
    from suite.cli.identity.answers import say_done, write_private
    from suite.cli.identity.callers import SERVICE, bar, operating, segment

    with operating(name, at, needs=MANAGE) as who, bar("mise en page", total=None):
        made = who.read(SERVICE, f"/v1/letter-batches/{segment(batch)}")
    write_private(file, made)
    return say_done(f"{file} est prêt.", {"batch_id": batch, "file": str(file)}, json=json)
