"""An agent before the console: follows addresses as the browser knows them, with the forms' token."""

import re
from typing import Any

from towns import Town

from chassis.actor import Actor
from demarches.commands.desk.meet_agent import MeetAgent, meet_agent
from demarches.domain.policies import DECIDE, EDIT, INSTRUCT, ORGANISE, READ

HEADERS = {"x-parvis-person": "Ad%C3%A8le%20Sicardot", "x-parvis-organisation": "Ville%20de%20Plassans"}
ALL = (READ, INSTRUCT, DECIDE, ORGANISE, EDIT)


class Desk:
    def __init__(self, town: Town, agent: Actor | None = None) -> None:
        self.town, self.agent = town, agent or town.agent(*ALL)

    async def known(self) -> "Desk":
        """As if the console had been opened once: colleagues may be given dossiers."""
        await self.town.service.run(meet_agent, MeetAgent(), actor=self.agent)
        return self

    async def opens(self, path: str):
        return await self.town.service.call(self.agent, "GET", self._inside(path), headers=HEADERS)

    async def asks(self, path: str, **asked: str):
        """As a script of an open page does."""
        headers = {**HEADERS, "accept": "application/json"}
        return await self.town.service.call(self.agent, "GET", self._inside(path), headers=headers, params=asked)

    async def posts(self, page: str, path: str, **fields: Any):
        return await self.sends(page, path, fields)

    async def sends(self, page: str, path: str, fields: dict[str, Any]):
        token = re.search(r'name="csrf_token" value="([^"]+)"', (await self.opens(page)).text)
        assert token is not None
        data = {"csrf_token": token[1], **fields}
        return await self.town.service.call(self.agent, "POST", self._inside(path), data=data, headers=HEADERS)

    @staticmethod
    def _inside(path: str) -> str:
        return path.replace("/demarches/", "/console/", 1)
