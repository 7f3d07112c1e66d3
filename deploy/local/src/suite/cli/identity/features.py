"""`parvis features`: what is open to whom without a deploy."""

from typing import Annotated, Any

import typer

from suite.cli.identity.options import As, At, Json

app = typer.Typer(help="Features that open and close without a deploy.", no_args_is_help=True)
READ, CHANGE = "platform.operations.read", "platform.features.change"
COLUMNS = ("name", "state", "gone_by", "changed_at", "changed_by", "label")


@app.command("list")
def _list(json: Json = False, name: As = None, at: At = None) -> int:
    """To whom each is open, who changed it when, and by when it must be gone from the code."""
    from suite.cli.identity.answers import show_lines
    from suite.cli.identity.callers import SERVICE, operating

    with operating(name, at, needs=READ) as who:
        told = who.call(SERVICE, "GET", "/v1/features")
    lines = told if json else [{**one, "state": state_of(one)} for one in told]
    return show_lines(lines, COLUMNS, json=json, nothing="Aucune fonction.")


@app.command("set")
def _set(
    feature: Annotated[str, typer.Argument(help="Its name, as `parvis features list` says it.")],
    mode: Annotated[str, typer.Argument(help="on, off, organisations (with --organisation) or share (with --share).")],
    organisation: Annotated[
        list[str] | None, typer.Option(help="The word in an organisation's address; once for each.")
    ] = None,
    share: Annotated[int | None, typer.Option(help="How many organisations of a hundred.")] = None,
    json: Json = False,
    name: As = None,
    at: At = None,
) -> int:
    """Open it to all, to some, to a share, or close it; every process knows within two seconds."""
    from suite.cli.identity.answers import say_done
    from suite.cli.identity.callers import SERVICE, operating, segment

    wanted = {"mode": mode, "organisations": organisation or [], "share": share}
    with operating(name, at, needs=CHANGE) as who:
        told = who.call(SERVICE, "PUT", f"/v1/features/{segment(feature)}", json=wanted)
        done = f"« {feature} » : {state_of(told['feature'])}, par {who.identifier}."
    return say_done(done, told, json=json)


def state_of(told: dict[str, Any]) -> str:
    match told["mode"]:
        case "share":
            return f"share {told['share']} %"
        case "organisations":
            return ", ".join(told["organisations"])
        case mode:
            return mode
