"""`parvis backup`, `parvis backup list|verify|prune`, `parvis restore`."""

import os
import shutil
import sys
from datetime import UTC, datetime, timedelta

from suite.backup import objects
from suite.backup.sets import Places, Set, nearest
from suite.cli.progress import Progress, say
from suite.cli.tables import print_json, print_table
from suite.installation import Installation
from suite.sentences import CannotGoOn
from suite.supervisor.records import Board


class NotUp(CannotGoOn):
    """A backup is of a suite that runs."""

    def __init__(self) -> None:
        super().__init__("Parvis ne tourne pas : make up, puis parvis backup.", "Parvis is not running: make up first.")


class NotATime(CannotGoOn):
    """What was given as a moment is none."""

    def __init__(self, told: str) -> None:
        super().__init__(
            f"« {told} » n’est pas un moment : écrivez 2026-11-28T16:30:00+01:00.",
            f"`{told}` is no moment: write 2026-11-28T16:30:00+01:00.",
        )


def backup(*, json: bool) -> int:
    from suite.backup.saving import save

    installation = Installation.chosen()
    board = Board.read(installation.state.run / "status.json")
    if board is None or not board.supervised():
        raise NotUp
    places = Places.chosen(installation.state)
    made = save(installation, places, Quiet() if json else Progress())
    manifest = made.manifest
    if json:
        print_json({**vars(manifest), "folder": str(made.folder), "keys_folder": str(made.keys)})
        return 0
    say(f"\n  Sauvegarde {made.name} : {made.folder}")
    say(f"  {manifest.objects} pièces ({manifest.object_bytes / 1e6:.1f} Mo), cinq bases dans le même instant.")
    say(f"  Clés, à garder ailleurs : {made.keys}")
    if _same_disk(places):
        say("  ⚠ Données, sauvegarde et clés sont sur le même disque : PARVIS_BACKUPS et PARVIS_KEY_BACKUPS.")
    return 0


def show_list(*, json: bool) -> int:
    places = Places.chosen(Installation.chosen().state)
    sets, unreadable = places.readable()
    told = [one.manifest for one in sets]
    if json:
        print_json({"sets": [vars(one) for one in told], "unreadable": unreadable})
    elif told or unreadable:
        rows = [(one.name, one.ended, one.rows.get("demarches.dossiers", "–"), one.objects, one.keys) for one in told]
        lost = [(name, "✗ manifest.json", "–", "–", "–") for name in unreadable]
        print_table(("backup", "ended", "dossiers", "objects", "root key"), [*rows, *lost])
    else:
        print("Aucune sauvegarde : parvis backup.")
    return 0


def verify(name: str | None, *, json: bool) -> int:
    from suite.backup.restoring import wrong_in
    from suite.backup.saving import alone, work_of

    installation = Installation.chosen()
    one = Places.chosen(installation.state).find(name)
    with alone(installation):
        wrong = wrong_in(one, work_of(installation))
    if json:
        print_json({"name": one.name, "whole": not wrong, "wrong": wrong})
    elif wrong:
        for word in wrong:
            print(f"✗ {word}")
    else:
        manifest = one.manifest
        print(f"✓ {one.name} est entière : cinq bases, {manifest.objects} pièces, ses clés ({manifest.keys}).")
    return 1 if wrong else 0


def prune(days: int, *, json: bool) -> int:
    """The newest set always stays."""
    places = Places.chosen(Installation.chosen().state)
    limit = (datetime.now(UTC) - timedelta(days=days)).isoformat()
    sets, unreadable = places.readable()
    gone = [one for one in sets[:-1] if one.manifest.ended < limit]
    for one in gone:
        shutil.rmtree(one.folder)
        shutil.rmtree(one.keys, ignore_errors=True)
    kept = [Set(places, name) for name in places.names()]
    bytes_gone = objects.sweep(kept, places.objects) if kept else 0
    # What a set that cannot be read may need of the log is not known: all of it stays.
    oldest = "" if unreadable else min((one.manifest.first_wal for one in kept), default="")
    logs = [path for log in places.logs for path in log.glob("*")]
    pieces = [path for path in logs if len(path.stem) == 24 and path.stem[8:] < oldest[8:]]
    for path in pieces if oldest else ():
        path.unlink()
    if json:
        print_json({"gone": [one.name for one in gone], "objects": bytes_gone, "wal": len(pieces)})
    else:
        print(
            f"✓ {len(gone)} sauvegardes de plus de {days} jours retirées, {bytes_gone} pièces que plus rien ne nomme."
        )
    return 0


def restore(name: str | None, *, at: str | None, start: bool, yes: bool, json: bool) -> int:
    from suite.backup.restoring import must_be_whole
    from suite.backup.restoring import restore as put_back
    from suite.cli.down import stop_suite

    installation = Installation.chosen()
    one = Places.chosen(installation.state).find(name)
    until = _moment(at)
    if not yes and not os.environ.get("YES") and not _confirmed(one):
        print("Rien n’a changé.")
        return 1
    progress = Quiet() if json else Progress()
    must_be_whole(installation, one, progress)
    stop_suite(installation.state)
    restored = put_back(installation, one, progress, until=until)
    told = {**restored._asdict(), "aside": str(restored.aside or ""), "started": start}
    if not json:
        say(f"\n  Restaurée : {one.name} ; {restored.objects} pièces remises.")
        say(f"  Effacements rejoués : {restored.accounts_erased} comptes, {restored.safes_erased} espaces de pièces.")
        if restored.aside:
            say(f"  Les données d’avant sont dans {restored.aside} : à détruire quand tout va bien.")
    if start:
        from suite.cli.up import up

        if not json:
            return up()
        with open(os.devnull, "w") as nowhere:
            kept, sys.stdout = sys.stdout, nowhere
            try:
                code = up()
            finally:
                sys.stdout = kept
        print_json(told)
        return code
    if json:
        print_json(told)
    return 0


class Quiet(Progress):
    def done(self, name: str, *, seconds: float | None = None, note: str = "") -> None:
        return


def _moment(told: str | None) -> datetime | None:
    if told is None:
        return None
    try:
        moment = datetime.fromisoformat(told)
    except ValueError as error:
        raise NotATime(told) from error
    return moment if moment.tzinfo else moment.astimezone()


def _confirmed(one: Set) -> bool:
    if not sys.stdin.isatty():
        print("Pour restaurer sans question : --yes")
        return False
    question = f"Arrêter Parvis et le remettre à la sauvegarde {one.name} ? Tapez « restaurer » : "
    return input(question).strip().strip("«» ") == "restaurer"


def _same_disk(places: Places) -> bool:
    data = Installation.chosen().state.root
    found = {path.stat().st_dev for path in (data, nearest(places.backups), nearest(places.keys))}
    return len(found) < 3
