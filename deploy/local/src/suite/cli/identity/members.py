"""`parvis members`: an organisation's own accounts. Its members alone see them; the operator does not (ID-07)."""

from typing import Annotated, Any

import typer

from suite.cli.identity.options import As, At, Confirmed, Json, ReadFrom, Yes

app = typer.Typer(help="Members of one's own organisation, and their permissions.", no_args_is_help=True)
LINE = ("identifier", "given_name", "family_name", "function", "department", "email", "status", "last_sign_in_at")
Whom = Annotated[str, typer.Argument(help="The member's identifier.")]
Permission = Annotated[str, typer.Argument(help="A permission's name, as `parvis members show` lists them.")]
PARTLY = 3


@app.command("list")
def _list(json: Json = False, name: As = None, at: At = None) -> int:
    """All of them, by family name."""
    from suite.cli.identity.answers import show_lines
    from suite.cli.identity.callers import SERVICE, belonging

    with belonging(name, at) as me:
        told = me.call(SERVICE, "GET", "/v1/members/")
    return show_lines(told, LINE, json=json, nothing="Aucun membre.")


@app.command("show")
def _show(whom: Whom, json: Json = False, name: As = None, at: At = None) -> int:
    """One member, and each permission that there is."""
    from suite.cli.identity.answers import show_facts, show_lines
    from suite.cli.identity.callers import SERVICE, belonging
    from suite.cli.tables import print_json

    with belonging(name, at) as me:
        told = me.call(SERVICE, "GET", f"/v1/members/{_account(me, whom)['account_id']}")
    if json:
        print_json(told)
        return 0
    show_facts(told["member"], json=False)
    columns = ("name", "label", "granted", "alive", "opened")
    return show_lines(told["permissions"], columns, json=False, nothing="Aucune permission.")


@app.command("import")
def _import(file: ReadFrom, confirm: Confirmed = False, json: Json = False, name: As = None, at: At = None) -> int:
    """A list as a spreadsheet saves it, with a report line by line. 3 when a line was not taken."""
    from suite.cli.identity.answers import show_lines
    from suite.cli.identity.callers import SERVICE, bar, belonging
    from suite.cli.identity.lists import text_of
    from suite.cli.tables import print_json

    body = {"text": text_of(file), "rehearsal": not confirm}
    with belonging(name, at) as me, bar("membres", total=None):
        told = me.call(SERVICE, "POST", "/v1/members/imports", json=body)
    if json:
        print_json(told)
    else:
        columns = ("line", "name", "email", "outcome", "reasons")
        show_lines(told["lines"], columns, json=False, nothing="Aucune ligne.")
        _say_import(told)
    return PARTLY if any(line["outcome"] == "wrong" for line in told["lines"]) else 0


@app.command("grant")
def _grant(whom: Whom, permission: Permission, json: Json = False, name: As = None, at: At = None) -> int:
    """From now on."""
    path, said = f"permissions/{permission}", f"{whom} a la permission {permission}."
    return _change("PUT", whom, path, said, json=json, name=name, at=at)


@app.command("revoke")
def _revoke(whom: Whom, permission: Permission, json: Json = False, name: As = None, at: At = None) -> int:
    """It counts no more, everywhere, within seconds."""
    path, said = f"permissions/{permission}", f"{whom} n’a plus la permission {permission}."
    return _change("DELETE", whom, path, said, json=json, name=name, at=at)


@app.command("invalidate")
def _invalidate(whom: Whom, yes: Yes = False, json: Json = False, name: As = None, at: At = None) -> int:
    """Put an account to rest: its sessions end at once, only an administrator brings it back."""
    from suite.cli.identity.answers import must_be_sure

    must_be_sure(f"Invalider le compte de {whom} ?", yes=yes)
    return _change("POST", whom, "invalidation", f"Le compte de {whom} est invalidé.", json=json, name=name, at=at)


@app.command("restore")
def _restore(whom: Whom, json: Json = False, name: As = None, at: At = None) -> int:
    """Bring an invalidated account back."""
    return _change("DELETE", whom, "invalidation", f"Le compte de {whom} est rétabli.", json=json, name=name, at=at)


@app.command("link")
def _link(whom: Whom, json: Json = False, name: As = None, at: At = None) -> int:
    """Send the activation link again."""
    return _change("POST", whom, "activation-link", f"Un lien part vers {whom}.", json=json, name=name, at=at)


@app.command("remove")
def _remove(whom: Whom, yes: Yes = False, json: Json = False, name: As = None, at: At = None) -> int:
    """Delete an account for good."""
    from suite.cli.identity.answers import must_be_sure

    must_be_sure(f"Supprimer le compte de {whom} ?", yes=yes)
    return _change("DELETE", whom, "", f"Le compte de {whom} est supprimé.", json=json, name=name, at=at)


def _change(method: str, whom: str, what: str, said: str, *, json: bool, name: str | None, at: str | None) -> int:
    from suite.cli.identity.answers import say_done
    from suite.cli.identity.callers import SERVICE, belonging

    with belonging(name, at) as me:
        account = _account(me, whom)["account_id"]
        me.call(SERVICE, method, f"/v1/members/{account}/{what}".rstrip("/"))
    return say_done(said, {"account_id": account, "identifier": whom}, json=json)


def _account(me: Any, identifier: str) -> dict[str, Any]:
    from suite.cli.identity.callers import SERVICE
    from suite.sentences import CannotGoOn

    for line in me.call(SERVICE, "GET", "/v1/members/"):
        if line["identifier"] == identifier:
            return line
    raise CannotGoOn(f"Aucun membre « {identifier} » (parvis members list).", f"No member {identifier}.")


def _say_import(told: dict[str, Any]) -> None:
    counted = [line["outcome"] for line in told["lines"]]
    wrong, known = counted.count("wrong"), counted.count("known")
    done = f"{counted.count('ready')} à ajouter" if told["rehearsal"] else f"✓ {counted.count('added')} ajoutés"
    more = " Avec --confirm, c’est fait." if told["rehearsal"] and "ready" in counted else ""
    print(f"{done}, {known} déjà connus, {wrong} à corriger.{more}")
