"""The command line: one verb per make target."""

import argparse
import os
import signal
import sys
from collections.abc import Callable

from suite.sentences import CannotGoOn, DiskFull

NO_SPACE = 28


def main(arguments: list[str] | None = None) -> int:
    # Closing the terminal, or a polite kill, ends a command as Ctrl-C does: nothing is left half-running.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    chosen = _parser().parse_args(arguments)
    try:
        return chosen.run(chosen)
    except CannotGoOn as sentence:
        print(f"\n✗ {sentence}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # `make logs | head`: whoever read has what they wanted.
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115
        return 0
    except OSError as error:
        if error.errno == NO_SPACE:
            print(f"\n✗ {DiskFull(error.filename or '.parvis')}", file=sys.stderr)
            return 1
        raise
    except KeyboardInterrupt:
        print("\nInterrompu : rien ne tourne à moitié. / Interrupted: nothing is left half-running.", file=sys.stderr)
        return 130


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="parvis", description="The whole suite on this machine.")
    verbs = parser.add_subparsers(required=True, metavar="verb")

    def verb(name: str, help: str, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        added = verbs.add_parser(name, help=help, description=help)
        added.set_defaults(run=run)
        return added

    verb("up", "start everything, load the demo, print the addresses", _up)
    verb("down", "stop everything cleanly", _down)
    verb("status", "what runs, where, since when", _status)
    verb("demo", "load the demo data again", _demo)
    verb("reset", "stop and wipe every data of this checkout", _reset)
    verb("logs", "show the logs", _logs).add_argument("name", nargs="?", help="one process; all when left out")
    verb("restart", "start one process anew", _restart).add_argument(
        "name", nargs="?", help="all of ours when left out"
    )
    keys = verb("keys", "rotate or prune signing keys", _keys)
    keys.add_argument("action", choices=("rotate", "prune"))
    keys.add_argument("service", nargs="?", help="whose key to rotate")
    return parser


# Each verb imports what it needs when it runs: `status` must not wait for what `up` imports.


def _up(_: argparse.Namespace) -> int:
    from suite.cli.up import up

    return up()


def _down(_: argparse.Namespace) -> int:
    from suite.cli.down import down

    return down()


def _status(_: argparse.Namespace) -> int:
    from suite.cli.status import status

    return status()


def _demo(_: argparse.Namespace) -> int:
    from suite.cli.up import load_demo_again

    return load_demo_again()


def _reset(_: argparse.Namespace) -> int:
    from suite.cli.reset import reset

    return reset()


def _logs(chosen: argparse.Namespace) -> int:
    from suite.cli.logs import logs

    return logs(chosen.name)


def _restart(chosen: argparse.Namespace) -> int:
    from suite.cli.restart import restart

    return restart(chosen.name)


def _keys(chosen: argparse.Namespace) -> int:
    from suite.cli.keys import keys

    return keys(chosen.action, chosen.service)
