"""What an organisation's subscription opens, and how it says no (ID-10, ID-24)."""

import msgspec

from chassis.refusals import Conflict, Fault, Invalid
from contracts.permissions import Permission
from contracts.plans import BY_KEY, E_SERVICE_KEYS, FUNCTION_KEYS, WHOLE, Plan


class NotInYourPlan(Conflict):
    """Votre abonnement n’ouvre pas cette fonction."""


class NotSubscribed(Conflict):
    """Votre collectivité n’est pas abonnée à ce service. L’administrateur l’abonne à la page « Abonnements »."""


class TooManyMembers(Conflict):
    """Votre formule ne permet pas un compte de plus."""


class Subscription(msgspec.Struct, frozen=True, kw_only=True):
    """`declined` are e-services and functions that the plan has and the organisation does not want; `wished` is the plan that its
    administrator asks the operator for."""

    plan: str = WHOLE
    declined: tuple[str, ...] = ()
    wished: str = ""

    @property
    def offer(self) -> Plan:
        return BY_KEY[self.plan]

    @property
    def functions(self) -> tuple[str, ...]:
        """Those that the portal has, for everybody."""
        return tuple(sorted(self.offer.functions - {*self.declined}))

    def opens(self, permission: Permission) -> bool:
        return self.offer.opens(permission, declined=frozenset(self.declined))

    def must_open(self, permission: Permission) -> None:
        if permission.e_service in self.declined:
            raise NotSubscribed
        if not self.opens(permission):
            label = self.offer.label
            raise NotInYourPlan(
                f"La formule « {label} » n’ouvre pas cette fonction. Demandez-en une autre à la page « Abonnements »."
            )

    def must_have_room(self, members: int) -> None:
        """`members` are the accounts there are before one more."""
        most = self.offer.members
        if most is not None and members >= most:
            raise TooManyMembers(
                f"La formule « {self.offer.label} » permet {most} comptes de membres. "
                "Supprimez-en un, ou demandez une autre formule à la page « Abonnements »."
            )

    def with_service(self, key: str) -> "Subscription":
        self._must_be_offered(key)
        return msgspec.structs.replace(self, declined=tuple(each for each in self.declined if each != key))

    def without_service(self, key: str) -> "Subscription":
        self._must_be_offered(key)
        return msgspec.structs.replace(self, declined=tuple(sorted({*self.declined, key})))

    def wishing(self, plan: str) -> "Subscription":
        """Asking for the present plan takes the wish back."""
        known_plan("/plan", plan)
        return msgspec.structs.replace(self, wished="" if plan == self.plan else plan)

    def on(self, plan: str) -> "Subscription":
        known_plan("/plan", plan)
        wished = "" if plan == self.wished else self.wished
        return msgspec.structs.replace(self, plan=plan, wished=wished)

    def _must_be_offered(self, key: str) -> None:
        if key not in E_SERVICE_KEYS | FUNCTION_KEYS:
            raise Invalid(faults=[Fault("/e_service", "Choisissez un service de la liste.", "unknown")])
        if key not in self.offer.offered:
            raise NotInYourPlan(f"La formule « {self.offer.label} » n’a pas ce service.")


def known_plan(pointer: str, key: str) -> None:
    if key not in BY_KEY:
        raise Invalid(faults=[Fault(pointer, "Choisissez une formule de la liste.", "unknown")])
