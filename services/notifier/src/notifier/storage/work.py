"""What the notifier's commands may touch."""

from datetime import datetime

from chassis.actor import Actor
from chassis.connection import Connection
from chassis.unit_of_work import UnitOfWork
from notifier.domain.notification import Notification
from notifier.domain.programs.message import ASKED
from notifier.storage import queue
from notifier.storage.domain_keys import DomainKeys
from notifier.storage.guide import GuidePages
from notifier.storage.hooks import Endpoints, HookDeliveries
from notifier.storage.inboxes import EveryPreferences, Notices
from notifier.storage.letters import Issues, Recipients, Subscribers
from notifier.storage.notifications import Notifications
from notifier.storage.overrides import Overrides
from notifier.storage.posting import PostalLetters, PostBatches, PostOffices
from notifier.storage.programs import ApiKeys, AskedMessages, OwnTemplates
from notifier.storage.publications import HoursExceptions, Publications
from notifier.storage.pushing import Devices, Pushes
from notifier.storage.suppressions import Suppressions
from notifier.storage.texting import Texts


class NotifierWork(UnitOfWork):
    def __init__(self, connection: Connection, actor: Actor, now: datetime) -> None:
        super().__init__(connection, actor, now)
        self.notifications = Notifications(self)
        self.overrides = Overrides(self)
        self.publications = Publications(self)
        self.hours = HoursExceptions(self)
        self.guide = GuidePages(self)
        self.notices = Notices(self)
        self.preferences = EveryPreferences(self)
        self.issues = Issues(self)
        self.recipients = Recipients(self)
        self.subscribers = Subscribers(self)
        self.endpoints = Endpoints(self)
        self.hook_deliveries = HookDeliveries(self)
        self.domain_keys = DomainKeys(self)
        self.suppressions = Suppressions(self)
        self.devices = Devices(self)
        self.pushes = Pushes(self)
        self.texts = Texts(self)
        self.postal_letters = PostalLetters(self)
        self.post_batches = PostBatches(self)
        self.post_offices = PostOffices(self)
        self.api_keys = ApiKeys(self)
        self.own_templates = OwnTemplates(self)
        self.asked = AskedMessages(self)

    async def enqueue(self, notification: Notification) -> None:
        """Let it be sent as soon as this transaction has committed."""
        notification.due_at = self.now
        await queue.enqueue(self.connection, notification, due_at=self.now)

    async def follow(self, notification: Notification) -> None:
        """Keep its place in the queue in step with what became of it; what a program gave to be said goes with the end."""
        await queue.follow(self.connection, notification)
        if notification.has_ended and notification.cause.type == ASKED:
            await self.asked.forget_content([notification.id])
