"""What a browser says of itself, in two words."""

from gateway.here import Here
from gateway.words import N_

# The first that is named wins: Edge and Opera also call themselves Chrome, and Chrome calls itself Safari.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def device_name(here: Here, user_agent: str) -> str:
    """« Firefox sur Windows »; « Appareil inconnu » when it says nothing that we know."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    if browser and system:
        return here.said(N_("%(browser)s sur %(system)s"), browser=browser, system=system)
    return browser or system or here.said(N_("Appareil inconnu"))
