"""What identity's command handlers may touch."""

from datetime import datetime

from chassis.actor import Actor
from chassis.connection import Connection
from chassis.unit_of_work import UnitOfWork
from identity.storage.access_requests import AccessRequests
from identity.storage.accounts import Accounts
from identity.storage.activation_keys import ActivationKeys
from identity.storage.assistants import Assistants
from identity.storage.challenges import Challenges
from identity.storage.features import FeatureChanges
from identity.storage.federation import FederatedIdentities
from identity.storage.grants import Grants
from identity.storage.households import Households
from identity.storage.links import AccountLinks
from identity.storage.mandates import Mandates
from identity.storage.organisations import Organisations
from identity.storage.passkeys import Passkeys
from identity.storage.personal_data import Erasures, PersonalExports
from identity.storage.second_factors import SecondFactors
from identity.storage.sessions import Sessions
from identity.storage.throttles import Throttles


class IdentityWork(UnitOfWork):
    def __init__(self, connection: Connection, actor: Actor, now: datetime) -> None:
        super().__init__(connection, actor, now)
        # Accounts first: what refers to them is saved after.
        self.organisations = Organisations(self)
        self.access_requests = AccessRequests(self)
        self.accounts = Accounts(self)
        self.personal_exports = PersonalExports(self)
        self.erasures = Erasures(self)
        self.households = Households(self)
        self.activation_keys = ActivationKeys(self)
        self.links = AccountLinks(self)
        self.sessions = Sessions(self)
        self.mandates = Mandates(self)
        self.second_factors = SecondFactors(self)
        self.passkeys = Passkeys(self)
        self.assistants = Assistants(self)
        self.federated_identities = FederatedIdentities(self)
        self.grants = Grants(self)
        self.features = FeatureChanges(self)
        self.throttles = Throttles(self)
        self.challenges = Challenges(self)
