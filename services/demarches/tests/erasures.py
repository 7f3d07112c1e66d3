"""What identity says of people's data, as this service hears it."""

from typing import Any

from towns import Town

from chassis.actor import Actor
from demarches.events.personal_data import PERSONAL_DATA


async def hears(town: Town, event: Any) -> None:
    [subscription] = [one for one in PERSONAL_DATA.subscriptions() if one.event is type(event)]
    actor = Actor.of_service("demarches", town.tenant)
    await town.service.run(subscription.handler, subscription.translate(event), actor=actor)
