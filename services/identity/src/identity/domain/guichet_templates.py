"""Templates of guichets: one is applied at founding, others from the settings (ID-24)."""

import msgspec

from chassis.refusals import NotFound
from identity.domain.organisations import DataProtection, Guichet, UsefulLink

DEFAULT = "commune"


class NoSuchTemplate(NotFound):
    """Ce modèle de guichet n’existe pas."""


class GuichetTemplate(msgspec.Struct, frozen=True, kw_only=True):
    """`label` and `purpose` are French (msgids). `{name}` in a text is the organisation's own. `kinds`: the kinds of
    organisations that it is founded with when nobody chooses; none for those that are only chosen."""

    key: str
    label: str
    purpose: str
    title: str
    colour: str
    kinds: tuple[str, ...] = ()
    links: tuple[UsefulLink, ...] = ()
    controller: str = "{name}"

    def applied_to(self, guichet: Guichet) -> Guichet:
        """Name, address, hours and officer stay the organisation's; its own links stay, after the template's."""
        ours = {link.url for link in self.links}
        kept = tuple(link for link in guichet.links if link.url not in ours)
        controller = guichet.rgpd.controller or self.controller.replace("{name}", guichet.name)
        return msgspec.structs.replace(
            guichet,
            title=self.title.replace("{name}", guichet.name),
            colour=self.colour,
            links=(*self.links, *kept)[:20],
            rgpd=DataProtection(
                controller=controller,
                officer_name=guichet.rgpd.officer_name,
                officer_email=guichet.rgpd.officer_email,
                officer_phone=guichet.rgpd.officer_phone,
            ),
        )
