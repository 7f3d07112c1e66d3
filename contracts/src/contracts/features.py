"""Features that can be closed without a deploy: what is declared here, with the day by which it must be gone.

Which of them is open to whom is identity's to keep and the operator's to change (decision 0049); every process reads it from
memory. An entitlement (`contracts.plans`) is what an organisation subscribes to; a feature is what we dare to run.
"""

import hashlib
from datetime import date
from enum import StrEnum
from typing import NamedTuple
from uuid import NAMESPACE_OID, UUID, uuid5

import msgspec


class Feature(NamedTuple):
    """`label` and `purpose` are French (msgids). `default` holds where nothing is known; a test fails past `gone_by`."""

    name: str
    label: str
    purpose: str
    gone_by: date
    default: bool = True

    @property
    def id(self) -> UUID:
        return uuid5(NAMESPACE_OID, f"parvis.feature.{self.name}")


class Mode(StrEnum):
    OFF = "off"
    ON = "on"
    ORGANISATIONS = "organisations"
    SHARE = "share"


LIVE_QUESTIONS = Feature(
    "live-questions",
    "Questions qui suivent les réponses",
    "Dans une demande, une question apparaît ou disparaît à mesure que l’on répond. Fermée : « Continuer » la pose.",
    date(2027, 6, 30),
)
ASSISTANTS = Feature(
    "assistants",
    "Entrée des assistants",
    "Les assistants des membres lisent et proposent (MCP). Fermée : leurs clés restent, et n’ouvrent rien.",
    date(2027, 9, 30),
)
FEATURES = (LIVE_QUESTIONS, ASSISTANTS)
BY_NAME = {feature.name: feature for feature in FEATURES}


class FeatureState(msgspec.Struct, frozen=True, kw_only=True):
    """Open to whom. `organisations` counts with that mode alone, `share` (of a hundred) as well. `turn` is how often it was
    changed: what was closed and opened again between two looks was changed all the same."""

    name: str
    mode: Mode
    organisations: tuple[UUID, ...] = ()
    share: int = 0
    turn: int = 0

    def is_on(self, organisation: UUID) -> bool:
        match self.mode:
            case Mode.ORGANISATIONS:
                return organisation in self.organisations
            case Mode.SHARE:
                return place_of(self.name, organisation) < self.share
            case _:
                return self.mode is Mode.ON

    @property
    def told(self) -> str:
        """In one word, another one whenever the state is another."""
        match self.mode:
            case Mode.ORGANISATIONS:
                listed = "".join(sorted(one.hex for one in self.organisations))
                digest = hashlib.sha256(listed.encode()).hexdigest()[:6]
                return f"organisations {len(self.organisations)} ({digest})"
            case Mode.SHARE:
                return f"share {self.share} %"
            case _:
                return str(self.mode)


def by_default(feature: Feature) -> FeatureState:
    return FeatureState(name=feature.name, mode=Mode.ON if feature.default else Mode.OFF)


def place_of(name: str, organisation: UUID) -> int:
    """0 to 99, the same for ever, and another one for another feature: not always the same towns go first."""
    return int.from_bytes(hashlib.sha256(f"{name} {organisation}".encode()).digest()[:8]) % 100
