"""What stands in the portal's menu beside the démarches."""

from chassis.pages import NavItem
from gateway.here import Here
from gateway.words import N_

NEWS, INFORMATION, NOTICES = N_("Actualités"), N_("Infos pratiques"), N_("Notifications")


def of(here: Here) -> tuple[NavItem, ...]:
    if not here.organisation.slug or here.organisation.is_support_portal:
        return ()
    centre = NavItem(
        label=here.said(NOTICES),
        href="/mes-notifications",
        icon="bell",
        current=_is_below(here, "/mes-notifications"),
        count=here.badges.notifications,
        live="/mes-notifications",
    )
    told = tuple(
        NavItem(label=here.said(label), href=href, icon=icon, current=_is_below(here, href), count=count)
        for label, href, icon, count in (
            (NEWS, "/actualites", "news", here.badges.news),
            (INFORMATION, "/infos-pratiques", "info-circle", 0),
        )
    )
    return (*told, centre) if here.person is not None and here.person.kind == "citizen" else told


def _is_below(here: Here, href: str) -> bool:
    path = here.path.partition("?")[0]
    return path == href or path.startswith(f"{href}/")
