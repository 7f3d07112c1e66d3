"""The demonstration's hours, promises, team and ready-made answers."""

from contracts.demo import OPERATOR, PLATFORM_OPERATOR, SUPPORT_AGENT, demo_id
from ticketing.domain.canned import CannedReply
from ticketing.domain.catalogue import RequestKind
from ticketing.domain.macros import Macro
from ticketing.domain.severity import Severity
from ticketing.domain.sla.calendar import BusinessCalendar, Opening
from ticketing.domain.sla.policy import SlaPolicy, Targets
from ticketing.domain.teams import Team

assert SUPPORT_AGENT.organisation == OPERATOR
DAY = (Opening(8 * 60 + 30, 12 * 60), Opening(13 * 60 + 30, 18 * 60))
HOURS = BusinessCalendar(id=demo_id("calendar/hotline"), name="Hotline", week=(DAY,) * 5 + ((), ()))
PROMISES = SlaPolicy(
    id=demo_id("policy/usual"),
    name="Engagements usuels",
    calendar_id=HOURS.id,
    targets={
        Severity.CRITICAL: Targets(first_response=30, next_response=60, resolution=4 * 60),
        Severity.MAJOR: Targets(first_response=60, next_response=2 * 60, resolution=8 * 60),
        Severity.NORMAL: Targets(first_response=2 * 60, next_response=4 * 60, resolution=24 * 60),
        Severity.MINOR: Targets(first_response=8 * 60, next_response=8 * 60, resolution=40 * 60),
    },
    kinds=(RequestKind.ASSISTANCE, RequestKind.SOFTWARE_ANOMALY, RequestKind.HARDWARE_ANOMALY, RequestKind.ACCOUNT),
)
TEAM = Team(id=demo_id("team/first-level"), name="Premier niveau", members=(SUPPORT_AGENT.id, PLATFORM_OPERATOR.id))
REPLIES = (
    CannedReply(
        id=demo_id("reply/reload"),
        title="Recharger la page",
        body="Bonjour {{demandeur}},\n\nRechargez la page avec Ctrl + F5, puis réessayez. Dites-nous ce que vous voyez ensuite.\n\n"
        "{{technicien}}",
        outcome="waiting_customer",
    ),
    CannedReply(
        id=demo_id("reply/solved"),
        title="Corrigé",
        body="Bonjour {{demandeur}},\n\nLe problème signalé dans la demande {{numero}} est corrigé. Merci de nous l’avoir dit.\n\n"
        "{{technicien}}",
        outcome="resolved",
    ),
)
MACROS = (
    Macro(
        id=demo_id("macro/remind"),
        title="Relancer le client",
        reply="Bonjour {{demandeur}},\n\nSans précision de votre part, nous ne pouvons pas avancer sur « {{objet}} ». "
        "Un mot suffit, ou appelez-nous.\n\n{{technicien}}",
        outcome="waiting_customer",
    ),
    Macro(
        id=demo_id("macro/known-fault"),
        title="Anomalie connue, correction prévue",
        take=True,
        note="Anomalie connue : à rattacher à la prochaine version.",
        reply="Bonjour {{demandeur}},\n\nNous connaissons ce défaut de {{produit}} : la correction arrive avec la prochaine "
        "version. Nous gardons votre demande {{numero}} ouverte jusque-là.\n\n{{technicien}}",
        outcome="waiting_third_party",
        position=1,
    ),
)
