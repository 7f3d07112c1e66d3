"""Whether a mail leaves now: as its reader wishes, where neither the law nor their safety decide."""

from dataclasses import dataclass
from datetime import datetime

from chassis.actor import Actor
from chassis.commands import Commands
from notifier.commands.inbox.hold_mail import HoldMail, hold_mail
from notifier.commands.inbox.spare_mail import SpareMail, spare_mail
from notifier.delivery.preparing import Prepared
from notifier.domain.inbox.preferences import Preferences, Wish, is_owed
from notifier.domain.notification import Notification
from notifier.storage.work import NotifierWork


class NotYet(Exception):
    """These are the reader's quiet hours: nothing is attempted before `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


@dataclass(frozen=True)
class Wishes:
    commands: Commands[NotifierWork]

    async def let_go(
        self, notification: Notification, prepared: Prepared, preferences: Preferences | None, actor: Actor
    ) -> bool:
        """`preferences` are their reader's, None for one without an account. True when the mail leaves; False when it is told in the centre alone or in the digest. Raises `NotYet`."""
        if preferences is None or is_owed(prepared.template):
            return True
        now, wish = self.commands.now(), preferences.wish_for(prepared.template)
        if wish is Wish.AT_ONCE:
            until = preferences.quiet_ends(prepared.template, at=now)
            if until is not None:
                await self.commands.run(hold_mail, HoldMail(notification.id), actor=actor)
                raise NotYet(until)
            return True
        spare = SpareMail(
            notification_id=notification.id,
            template=prepared.template,
            recipient=prepared.recipient,
            shown=prepared.shown,
            digest_at=preferences.next_digest(at=now) if wish is Wish.DIGEST else None,
        )
        await self.commands.run(spare_mail, spare, actor=actor)
        return False
