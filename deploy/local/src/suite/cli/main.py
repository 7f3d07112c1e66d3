"""The command line: one verb per make target, and what operators do.

Each verb imports what it needs when it runs: `status` must not wait for what `up` imports.
"""

import os
import signal
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from suite.cli import completing, files
from suite.cli.identity import citizens, entitlements, features, guichets, letters, mandates, members, organisations
from suite.cli.identity.options import At
from suite.sentences import CannotGoOn, DiskFull, NeverStarted

NO_SPACE = 28
# Typer carries a click of its own, whose errors it names no otherwise.
WrongUsage: Any = typer.BadParameter.__base__
app = typer.Typer(
    name="parvis",
    help="The whole suite on this machine.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
keys_app = typer.Typer(help="Signing keys: rotate, prune.", no_args_is_help=True)
letters_app = typer.Typer(help="Events that no retry could mend: list, read, replay, discard.", no_args_is_help=True)
journal_app = typer.Typer(help="The journals: verify.", no_args_is_help=True)
backup_app = typer.Typer(help="Save the suite; list, verify, prune what was saved.", invoke_without_command=True)
app.add_typer(backup_app, name="backup")
fault_app = typer.Typer(help="Exercises: make a part of the running suite fail for a while.", no_args_is_help=True)
app.add_typer(fault_app, name="fault")
app.add_typer(keys_app, name="keys")
app.add_typer(letters_app, name="dead-letters")
app.add_typer(journal_app, name="journal")
for noun in (organisations, guichets, entitlements, features, letters, mandates, members, citizens, files):
    app.add_typer(noun.app, name=noun.__name__.rpartition(".")[2])

Json = Annotated[bool, typer.Option("--json", help="For programs: JSON on the standard output.")]
As = Annotated[
    str | None, typer.Option("--as", help="The operator's identifier, as at the sign-in page (PARVIS_OPERATOR).")
]
Service = Annotated[
    str | None, typer.Option(help="One service; all when left out.", autocompletion=completing.services)
]


def main(arguments: list[str] | None = None) -> int:
    # Closing the terminal, or a polite kill, ends a command as Ctrl-C does: nothing is left half-running.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    try:
        return app(args=arguments, prog_name="parvis", standalone_mode=False) or 0
    except CannotGoOn as sentence:
        print(f"\n✗ {sentence}", file=sys.stderr)
        return 1
    except WrongUsage as wrong:
        wrong.show()
        return wrong.exit_code
    except BrokenPipeError:
        # `make logs | head`: whoever read has what they wanted.
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115
        return 0
    except OSError as error:
        if error.errno == NO_SPACE:
            print(f"\n✗ {DiskFull(error.filename or '.parvis')}", file=sys.stderr)
            return 1
        if isinstance(error, FileNotFoundError) and _is_a_secret(error.filename):
            print(f"\n✗ {NeverStarted()}", file=sys.stderr)
            return 1
        raise
    except (KeyboardInterrupt, typer.Abort):
        print("\nInterrompu : rien ne tourne à moitié. / Interrupted: nothing is left half-running.", file=sys.stderr)
        return 130


def _is_a_secret(file: object) -> bool:
    """Those are made when the suite starts for the first time."""
    from suite.state import State

    return isinstance(file, str) and Path(file).is_relative_to(State.chosen().secrets)


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


@app.command("up")
def _up() -> int:
    """Start everything, load the demo, print the addresses."""
    from suite.cli.up import up

    return up()


@app.command("down")
def _down() -> int:
    """Stop everything cleanly."""
    from suite.cli.down import down

    return down()


@app.command("status")
def _status(json: Json = False) -> int:
    """What runs, where, since when. 0 when all runs, 3 when something does not, 4 when nothing does."""
    from suite.cli import status

    return status.status(json=json)


@app.command("demo")
def _demo() -> int:
    """Load the demo data again."""
    from suite.cli.up import load_demo_again

    return load_demo_again()


@app.command("reset")
def _reset() -> int:
    """Stop and wipe every data of this checkout."""
    from suite.cli.reset import reset

    return reset()


@app.command("logs")
def _logs(
    name: Annotated[
        str | None, typer.Argument(help="One process; all when left out.", autocompletion=completing.logs)
    ] = None,
) -> int:
    """Show the logs."""
    from suite.cli.logs import logs

    return logs(name)


@app.command("restart")
def _restart(
    name: Annotated[
        str | None, typer.Argument(help="One process; all of ours when left out.", autocompletion=completing.processes)
    ] = None,
) -> int:
    """Start one process anew, or all of ours, with the code as it is now. Says when that code brings a schema, which `up` installs."""
    from suite.cli.restart import restart

    return restart(name)


@keys_app.command("rotate")
def _rotate(
    service: Annotated[str, typer.Argument(help="Whose key.", autocompletion=completing.signers)], json: Json = False
) -> int:
    """Trust a new key, wait, sign with it; the old one stays trusted ten minutes."""
    from suite.cli.keys import keys

    return keys("rotate", service, json=json)


@keys_app.command("prune")
def _prune(json: Json = False) -> int:
    """End the trust in keys that were replaced more than ten minutes ago."""
    from suite.cli.keys import keys

    return keys("prune", None, json=json)


Status = Annotated[str, typer.Option(help="open, replayed or discarded.")]


@letters_app.command("list")
def _list_letters(service: Service = None, status: Status = "open", json: Json = False, operator: As = None) -> int:
    """Every service's dead letters: open, replayed or discarded."""
    from suite.cli import dead_letters

    return dead_letters.show_list(service, status=status, json=json, operator=operator)


Event = Annotated[str, typer.Argument(help="The event's id.")]
Handler = Annotated[str | None, typer.Option(help="Where several handlers failed on it: which one.")]


@letters_app.command("show")
def _show_letter(event: Event, handler: Handler = None, json: Json = False, operator: As = None) -> int:
    """Cause, payload and envelope of one dead letter."""
    from suite.cli import dead_letters

    return dead_letters.show_one(event, handler, json=json, operator=operator)


@letters_app.command("replay")
def _replay_letter(event: Event, handler: Handler = None, json: Json = False, operator: As = None) -> int:
    """Have its handler take the event again; it takes effect once, whatever happens."""
    from suite.cli import dead_letters

    return dead_letters.settle("replay", event, handler, sure=True, json=json, operator=operator)


@letters_app.command("discard")
def _discard_letter(
    event: Event,
    handler: Handler = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    json: Json = False,
    operator: As = None,
) -> int:
    """Give the event up for good."""
    from suite.cli import dead_letters

    return dead_letters.settle("discard", event, handler, sure=yes, json=json, operator=operator)


@journal_app.command("verify")
def _verify_journal(service: Service = None, json: Json = False) -> int:
    """Walk every chain and compare it with what its witness noted. 0 when all holds, 1 when something was touched."""
    from suite.cli.journal import verify

    return verify(service, json=json)


@app.command("outbox")
def _outbox(service: Service = None, json: Json = False) -> int:
    """Events that the others were not told of yet, by kind. 0, or 1 when one has waited for more than a minute."""
    from suite.cli import outbox

    return outbox.show(service, json=json)


@backup_app.callback()
def _backup(context: typer.Context, json: Json = False) -> int:
    """Save databases and objects of one instant, and the keys apart. The suite runs on meanwhile."""
    from suite.cli.backup import backup

    return 0 if context.invoked_subcommand else backup(json=json)


@backup_app.command("list")
def _list_backups(json: Json = False) -> int:
    """Whole sets, oldest first."""
    from suite.cli.backup import show_list

    return show_list(json=json)


Name = Annotated[
    str | None,
    typer.Argument(help="A backup's name; the newest when left out.", autocompletion=completing.backups),
]


@backup_app.command("verify")
def _verify_backup(name: Name = None, json: Json = False) -> int:
    """Read every byte of a set again. 0 when it can be restored, 1 when not."""
    from suite.cli.backup import verify

    return verify(name, json=json)


@backup_app.command("prune")
def _prune_backups(
    days: Annotated[int, typer.Option(min=1, help="Keep what is younger; the newest always stays.")] = 35,
    json: Json = False,
) -> int:
    """Take away old sets, and what only they named."""
    from suite.cli.backup import prune

    return prune(days, json=json)


@app.command("restore")
def _restore(
    name: Name = None,
    at: Annotated[str | None, typer.Option(help="As it was at this moment, where the archive runs.")] = None,
    start: Annotated[bool, typer.Option(help="Start the suite afterwards.")] = True,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    json: Json = False,
) -> int:
    """Stop, put a set in place, replay erasures, start. What was there is moved aside."""
    from suite.cli.backup import restore

    return restore(name, at=at, start=start, yes=yes, json=json)


@fault_app.command("list")
def _list_faults(json: Json = False) -> int:
    """What can be made to fail, and what does now."""
    from suite.cli.faults import show_list

    return show_list(json=json)


FaultName = Annotated[str, typer.Argument(help="As `parvis fault list` names it.", autocompletion=completing.faults)]


@fault_app.command("on")
def _begin_fault(
    name: FaultName,
    seconds: Annotated[int, typer.Option("--for", min=1, max=900, help="Seconds; it ends by itself.")] = 120,
    json: Json = False,
) -> int:
    """Begin; the supervision page tells within half a minute, and everything heals without a hand."""
    from suite.cli.faults import switch

    return switch(name, on=True, seconds=seconds, json=json)


@fault_app.command("off")
def _end_fault(name: FaultName, json: Json = False) -> int:
    """End now."""
    from suite.cli.faults import switch

    return switch(name, on=False, seconds=0, json=json)


@app.command("sign-in")
def _sign_in(at: At = None, name: As = None, json: Json = False) -> int:
    """Keep a member's session for the commands that follow; the password is asked, or PARVIS_PASSWORD."""
    from suite.cli.identity.sign_in import sign_in

    return sign_in(name, at, json=json)


@app.command("sign-out")
def _sign_out(
    at: Annotated[str | None, typer.Option("--at", help="One organisation; all when left out.")] = None,
    json: Json = False,
) -> int:
    """End the sessions that were kept."""
    from suite.cli.identity.sign_in import sign_out

    return sign_out(at, json=json)


@app.command("man")
def _man(
    folder: Annotated[Path | None, typer.Option("--into", file_okay=False, help="Write parvis.1 there.")] = None,
) -> int:
    """This command line as a manual page: `parvis man | man -l -`."""
    from suite.cli.manual import manual

    return manual(app, folder)
