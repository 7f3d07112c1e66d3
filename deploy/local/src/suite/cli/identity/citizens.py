"""`parvis citizens`: what a console may do for people of the town: activation keys, and erasures followed to their end."""

from typing import Annotated

import typer

from suite.cli.identity.options import As, At, Confirmed, Json, ReadFrom, WriteTo, Yes

app = typer.Typer(help="Activation keys for families; erasures that wait for a service.", no_args_is_help=True)
MANAGE = "platform.organisations.manage"
PARTLY = 3
Batch = Annotated[str, typer.Argument(help="The batch's id, as `parvis citizens keys` lists them.")]


@app.command("keys")
def _keys(
    batch: Annotated[str | None, typer.Argument(help="One batch; all of them when left out.")] = None,
    json: Json = False,
    name: As = None,
    at: At = None,
) -> int:
    """Batches of keys, or the keys of one: waiting, used, withdrawn, over. Never a key: it is on the letter alone."""
    from suite.cli.identity.answers import show_lines
    from suite.cli.identity.callers import SERVICE, belonging, segment

    with belonging(name, at) as me:
        told = me.call(SERVICE, "GET", f"/v1/activation-keys/{segment(batch)}" if batch else "/v1/activation-keys")
    batches = ("batch_id", "issued_at", "expires_at", "keys", "used", "withdrawn")
    columns = ("id", "reference", "name", "status", "used_at") if batch else batches
    return show_lines(told, columns, json=json, nothing="Aucune clé d’activation.")


@app.command("issue")
def _issue(file: ReadFrom, confirm: Confirmed = False, json: Json = False, name: As = None, at: At = None) -> int:
    """Keys for a list of families, with a report line by line. 3 when a line was not taken."""
    from suite.cli.identity.answers import show_lines
    from suite.cli.identity.callers import SERVICE, bar, belonging
    from suite.cli.identity.lists import text_of
    from suite.cli.tables import print_json

    body = {"text": text_of(file), "confirmed": confirm}
    with belonging(name, at) as me, bar("familles", total=None):
        told = me.call(SERVICE, "POST", "/v1/activation-keys", json=body)
    if json:
        print_json(told)
    else:
        columns = ("line", "reference", "name", "child", "outcome", "reasons")
        show_lines(told["lines"], columns, json=False, nothing="Aucune ligne.")
        after = f"parvis citizens letters {told['batch_id']} cles.pdf" if told["batch_id"] else "--confirm les prépare"
        print(f"{told['families']} familles : {after}.")
    return PARTLY if any(line["outcome"] == "wrong" for line in told["lines"]) else 0


@app.command("letters")
def _letters(batch: Batch, file: WriteTo, json: Json = False, name: As = None, at: At = None) -> int:
    """A batch's letters to families, in one PDF."""
    from suite.cli.identity.answers import must_be_free, say_done, write_private
    from suite.cli.identity.callers import SERVICE, bar, belonging, segment

    must_be_free(file)
    with belonging(name, at) as me, bar("mise en page", total=None):
        made = me.read(SERVICE, f"/v1/activation-keys/{segment(batch)}/letters")
    write_private(file, made)
    return say_done(f"{file} est prêt : imprimez-le, postez-le.", {"batch_id": batch, "file": str(file)}, json=json)


@app.command("withdraw")
def _withdraw(
    key: Annotated[str, typer.Argument(help="The key's id, as `parvis citizens keys <batch>` lists them.")],
    yes: Yes = False,
    json: Json = False,
    name: As = None,
    at: At = None,
) -> int:
    """The key opens nothing any more."""
    from suite.cli.identity.answers import must_be_sure, say_done
    from suite.cli.identity.callers import SERVICE, belonging, segment

    must_be_sure("Retirer cette clé ?", yes=yes)
    with belonging(name, at) as me:
        me.call(SERVICE, "DELETE", f"/v1/activation-keys/{segment(key)}")
    return say_done("La clé est retirée : elle n’ouvre plus rien.", {"id": key, "withdrawn": True}, json=json)


@app.command("erasures")
def _erasures(json: Json = False, name: As = None, at: At = None) -> int:
    """As the operator: erasures that a service has not answered for a day. No name, no address."""
    from suite.cli.identity.answers import show_lines
    from suite.cli.identity.callers import SERVICE, operating

    with operating(name, at, needs=MANAGE) as who:
        told = who.call(SERVICE, "GET", "/v1/erasures")
    columns = tuple(told[0]) if told else ()
    return show_lines(told, columns, json=json, nothing="Aucun effacement n’attend.")
