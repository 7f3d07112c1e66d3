"""`parvis sign-in`, `parvis sign-out`: a session kept between commands."""

from suite.cli.identity.answers import say_done
from suite.cli.identity.callers import SERVICE
from suite.cli.identity.member import Member, SayWho, asked, kept_places
from suite.installation import Installation


def sign_in(name: str | None, at: str | None, *, json: bool) -> int:
    if not name or not at:
        raise SayWho
    member = Member(Installation.chosen(), at)
    if member.take_up(None):
        member.sign_out()
        member = Member(Installation.chosen(), at)
    member.sign_in(name, asked("PARVIS_PASSWORD", f"Mot de passe de {name} ({at}) : "))
    member.call(SERVICE, "GET", "/v1/plans")
    member.keep()
    done = f"{name} est connecté à « {at} » pour les commandes qui suivent (parvis sign-out y met fin)."
    return say_done(done, {"organisation": at, "identifier": name}, json=json)


def sign_out(at: str | None, *, json: bool) -> int:
    installation = Installation.chosen()
    ended: list[str] = []
    for place in kept_places(installation):
        if at in (None, place.stem):
            member = Member(installation, place.stem)
            if member.take_up(None):
                member.sign_out()
            ended.append(place.stem)
    return say_done(f"Sessions terminées : {', '.join(ended) or 'aucune'}.", {"ended": ended}, json=json)
