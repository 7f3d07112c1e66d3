"""What Plassans' other software writes: the library's reminder, and a key to try it with that nobody knows."""

from sqlalchemy import func, select

from notifier.commands.programs.keys import MakeKey, make_key
from notifier.commands.programs.own_templates import WriteOwnTemplate, write_own_template
from notifier.domain.override import Wording
from notifier.domain.programs.api_key import KeyWanted, Mode, Scope, new_key_text
from notifier.domain.programs.own_template import TemplateWanted
from notifier.storage.programs import own_templates
from notifier.storage.work import NotifierWork

REMINDER = TemplateWanted(
    key="rappel-livre",
    title="Médiathèque : un livre à rendre",
    wordings={
        "fr": Wording(
            subject="« {{ livre }} » est à rendre avant le {{ jour }}",
            preheader="Vous pouvez encore prolonger votre prêt.",
            body="{% if name %}Bonjour {{ name }},{% else %}Bonjour,{% endif %}\n\n"
            "Vous avez emprunté « {{ livre }} » à la médiathèque de {{ organisation }}. Un autre lecteur l’attend : "
            "rendez-le avant le {{ jour }}, ou prolongez votre prêt en ligne.",
            button="Voir mes prêts",
            reason="Vous recevez ce message parce que vous êtes lecteur de la médiathèque.",
        ),
        "en": Wording(
            subject="“{{ livre }}” is due by {{ jour }}",
            preheader="You can still renew your loan.",
            body="{% if name %}Hello {{ name }},{% else %}Hello,{% endif %}\n\n"
            "You borrowed “{{ livre }}” from the library of {{ organisation }}. Another reader is waiting for it: "
            "please bring it back by {{ jour }}, or renew your loan online.",
            button="See my loans",
            reason="You receive this message because you are a reader of the library.",
        ),
    },
)


async def equip_programs(_: None, uow: NotifierWork) -> None:
    """Once: what was changed since stays changed."""
    if (await uow.connection.execute(select(func.count()).select_from(own_templates))).scalar_one():
        return
    _template = await write_own_template(WriteOwnTemplate(wanted=REMINDER), uow)
    wanted = KeyWanted(name="Logiciel de la médiathèque", mode=Mode.TEST, scopes=tuple(Scope))
    _key = await make_key(MakeKey(wanted=wanted, text=new_key_text(Mode.TEST)), uow)
