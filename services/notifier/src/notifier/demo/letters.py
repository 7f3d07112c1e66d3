"""The letter of Plassans: its themes, a reader, one issue that was sent and one on the desk."""

from uuid import UUID

from sqlalchemy import func, select

from chassis.ids import new_id
from contracts.demo import CITIZEN, demo_id
from notifier.commands.letters.arrange_themes import AddTheme, add_theme
from notifier.commands.letters.edit_issue import WriteIssue, write_issue
from notifier.commands.letters.send_issue import ScheduleIssue, schedule_issue
from notifier.domain.letters.issue import Block, Words
from notifier.domain.letters.subscriber import Choice, Subscriber
from notifier.storage.letter_tables import themes
from notifier.storage.work import NotifierWork

TREE = {
    "Vie de la commune": ("Travaux et circulation", "Conseil municipal", "Environnement"),
    "Temps libre": ("Fêtes et culture", "Sport", "Médiathèque"),
    "Famille": ("Écoles et cantine", "Petite enfance", "Aînés"),
}


async def write_letters(__: None, uow: NotifierWork) -> None:
    """Once: what was changed since stays changed."""
    if (await uow.connection.execute(select(func.count()).select_from(themes))).scalar_one():
        return
    made: list[UUID] = []
    for label, below in TREE.items():
        parent = await add_theme(AddTheme(label=label), uow)
        made += [await add_theme(AddTheme(label=one, parent_id=parent), uow) for one in below]
    reader = Subscriber(id=new_id(), kind="citizen", account_id=CITIZEN.id)
    reader.choose(Choice(letter=True, themes=(made[0], made[3], made[6])), at=uow.now)
    _ = uow.subscribers.add(reader)
    await uow.flush()
    sent = await write_issue(WriteIssue(words=_words(made, "Lanternes, travaux et cantine : la lettre du mois")), uow)
    await uow.flush()
    _ = await schedule_issue(ScheduleIssue(issue_id=sent.id), uow)
    _ = await write_issue(WriteIssue(words=_words(made[:3], "Ce qui change en ville le mois prochain")), uow)


def _words(chosen: list[UUID], subject: str) -> Words:
    def excerpt(name: str) -> Block:
        return Block(kind="excerpt", publication_id=demo_id(f"publication/{name}"))

    blocks = (
        Block(
            kind="text",
            text="Bonjour,\n\nVoici ce qui se prépare **à Plassans**, sur les sujets que vous avez choisis.",
        ),
        Block(kind="heading", text="À ne pas manquer"),
        excerpt("lanternes"),
        excerpt("mediatheque"),
        Block(kind="heading", text="En ville"),
        excerpt("rome"),
        Block(kind="button", text="Toutes les démarches en ligne", url="https://plassans.example/demarches"),
    )
    return Words(
        subject=subject,
        preheader="Deux soirées de lumière, trois semaines de travaux.",
        blocks=blocks,
        themes=tuple(chosen),
    )
