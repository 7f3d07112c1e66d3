"""Authors at the editor of a démarche."""

from typing import Any

from desks import Desk

HOME = "/demarches/definitions"


class Author(Desk):
    """An agent at one démarche's editor."""

    async def begins(self) -> str:
        fields = {
            "title": "Prêt de matériel",
            "theme": str(self.town.theme_id),
            "department": str(self.town.department_id),
        }
        made = await self.posts(HOME, HOME, **fields)
        assert made.status_code == 303, made.text
        address = made.headers["location"].removesuffix("/texts")
        words = {"title": fields["title"], "summary": "La commune prête.", "what_you_get": "Un prêt."}
        await self.saves(address, "texts", exchanges="1", **words)
        return address

    async def saves(self, address: str, tab: str, /, **fields: Any):
        return await self.sends(
            f"{address}/{tab}", f"{address}/{tab}", {"version": await self.version(address), **fields}
        )

    async def version(self, address: str) -> str:
        page = (await self.opens(f"{address}/letter")).text
        return page.split('name="version" value="')[1].split('"')[0]

    async def content(self, address: str) -> dict[str, Any]:
        return (await self.opens(f"{address}/export")).json()["content"]

    async def publishes(self, address: str):
        return await self.saves(address, "publication", act="publish")
