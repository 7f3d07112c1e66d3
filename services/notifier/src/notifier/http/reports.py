"""Where mail providers tell what became of a mail."""

from litestar import Router, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from chassis.access import Needs
from chassis.commands import Commands
from chassis.settings import Settings
from notifier.delivery.traces import Traces
from notifier.domain.refusals import NotificationNotFound
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


router = Router("/reports", route_handlers=[mailgun], tags=["Rapports d'envoi"])
