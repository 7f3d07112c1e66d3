"""Where mail providers tell what became of a mail."""

from litestar import Router, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from chassis.access import Needs
from chassis.actor import Actor
from chassis.commands import Commands
from chassis.settings import Settings
from notifier.commands.texting.texts import HearText, hear_text
from notifier.delivery.traces import Traces
from notifier.domain.refusals import NotificationNotFound
from notifier.domain.texting.refusals import TextNotFound
from notifier.reports.brevo import BrevoReport
from notifier.reports.mail_door import Door
from notifier.reports.mailgun import MailgunReport, must_be_signed
from notifier.storage.work import NotifierWork


@post("/mailgun", needs=Needs.ANYONE, status_code=204, summary="A report of Mailgun's, signed")
async def mailgun(
    data: JSONBody[MailgunReport],
    settings: NamedDependency[Settings],
    traces: NamedDependency[Traces],
    door: NamedDependency[Door],
    commands: NamedDependency[Commands[NotifierWork]],
) -> None:
    """204 as well for what is not ours, or no longer known: telling it again would change nothing."""
    must_be_signed(data, settings.mail_reports_key, at=commands.now())
    about, report = traces.read(data.word), data.report
    if about is None or report is None:
        return
    try:
        await door.hear(about, report)
    except NotificationNotFound:
        return


@post("/sms/{word:str}", needs=Needs.ANYONE, status_code=204, summary="A report of the SMS provider's")
async def sms(
    word: FromPath[str],
    data: JSONBody[BrevoReport],
    traces: NamedDependency[Traces],
    settings: NamedDependency[Settings],
    commands: NamedDependency[Commands[NotifierWork]],
) -> None:
    """The word, told to the provider alone, is the proof. 204 as well for what is not ours, or no longer known."""
    about, verdict = traces.read(word), data.verdict
    if about is None or verdict is None:
        return
    actor = Actor.of_service(settings.service, about.tenant)
    try:
        command = HearText(text_id=about.message_id, verdict=verdict, credits=round(data.credits_used * 100))
        await commands.run(hear_text, command, actor=actor)
    except TextNotFound:
        return


router = Router("/reports", route_handlers=[mailgun, sms], tags=["Rapports d’envoi"])
