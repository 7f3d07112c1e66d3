"""Receives what comes back (SMTP): taken only once it is written down."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from chassis import logs
from chassis.actor import Actor
from chassis.commands import Commands
from chassis.refusals import Refusal, Unavailable
from chassis.settings import Settings
from notifier.commands.addresses.hear_report import HearReport, hear_report
from notifier.delivery.traces import Traced, Traces
from notifier.domain.addresses.reports import Report
from notifier.reports.reading import read
from notifier.storage.work import NotifierWork

# A report with the whole mail behind it; whoever returns more returns headers alone.
LARGEST = 5 * 1024 * 1024
LATER = "451 4.3.0 Try again later"


class Door:
    """What aiosmtpd calls."""

    def __init__(self, service: str, traces: Traces, commands: Commands[NotifierWork]) -> None:
        self._service, self._traces, self._commands = service, traces, commands

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if envelope.rcpt_tos:
            return "452 4.5.3 One recipient at a time"
        if self._traces.addressed(address) is None and not self._traces.takes_complaints(address):
            return "550 5.1.1 No such address"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content
        raw = content if isinstance(content, bytes) else (content or "").encode("utf-8", "surrogateescape")
        try:
            await self._take(raw, envelope.rcpt_tos[0])
        except Unavailable:
            return LATER
        except Refusal as refusal:
            # Of a message that we no longer know: telling them so would only come back to us.
            logs.log.info("report not used", cause=type(refusal).__name__)
        except Exception:
            logs.log.exception("report failed")
            return LATER
        return "250 2.0.0 OK"

    async def _take(self, raw: bytes, address: str) -> None:
        returned = await asyncio.to_thread(read, raw)
        if returned is None:
            # An absence, or a person who answered: nothing about the mail's way.
            logs.log.info("report not understood")
            return
        about = self._traces.addressed(address) or self._traces.read(returned.word)
        if about is None:
            logs.log.info("report about nobody's message")
            return
        await self.hear(about, returned.report)

    async def hear(self, about: Traced, report: Report) -> None:
        heard = HearReport(message_id=about.message_id, verdict=report.verdict, status=report.status)
        await self._commands.run(hear_report, heard, actor=Actor.of_service(self._service, about.tenant))


def mail_door(settings: Settings, door: Door) -> Callable[[], Coroutine[Any, Any, None]]:
    """Runs for as long as the service does."""

    async def receive_reports() -> None:
        def protocol() -> SMTP:
            return SMTP(door, data_size_limit=LARGEST, enable_SMTPUTF8=True, ident="Parvis", timeout=60)

        server = await asyncio.get_running_loop().create_server(protocol, settings.http_host, settings.bounce_port)
        async with server:
            await server.serve_forever()

    return receive_reports
