"""One's own account: what is known, the password, the sessions."""

from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, Router, delete, get, post, put
from litestar.params import FromPath, JSONBody

from chassis.access import Needs
from chassis.http import Ask, By, IfMatch, etag
from chassis.policies import must_be_signed_in
from identity.commands.change_password import ChangePassword, change_password
from identity.commands.change_profile import ChangeProfile, change_profile
from identity.commands.choose_language import ChooseLanguage, choose_language
from identity.commands.end_session import EndSessionOf, end_session_of
from identity.commands.end_sessions import EndSessions, end_sessions
from identity.commands.passwords import hash_chosen
from identity.commands.see_tour import SeeTour, see_tour
from identity.commands.set_up_account import ChangePosition, ChooseInterests, change_position, choose_interests
from identity.commands.step_up import prove
from identity.domain.persons import Address, Identity
from identity.http.context import Doing, Hashing, at_home
from identity.queries.profile import (
    ProfileOf,
    ProfileView,
    SessionLine,
    SessionsOf,
    password_of,
    profile_of,
    sessions_of,
)


class ProfileChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    identity: Identity
    address: Address
    phone: str = ""
    mobile: str = ""


class Position(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    function: str = ""
    department: str = ""


class Wishes(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Keys of `contracts.interests`; `newsletter` is the box without which none of them is written about."""

    interests: tuple[str, ...] = ()
    newsletter: bool = False


class LanguageChoice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """« fr » or « en »: of what is written to the person."""

    language: str


class PasswordChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    current: str
    password: str
    password_again: str


class Ended(msgspec.Struct, frozen=True, kw_only=True):
    sessions: int


@get("/profile", needs=Needs.SIGNED_IN)
async def show_profile(actor: By, queries: Ask) -> Response[ProfileView]:
    me = ProfileOf(must_be_signed_in(actor))
    profile = await queries.ask(profile_of, me, actor=at_home(actor))
    return Response(profile, headers=etag(profile.version))


@put("/profile", needs=Needs.SIGNED_IN)
async def edit_profile(
    data: JSONBody[ProfileChange], actor: By, commands: Doing, if_match: IfMatch
) -> Response[ProfileView]:
    command = ChangeProfile(
        account_id=must_be_signed_in(actor),
        identity=data.identity,
        address=data.address,
        phone=data.phone,
        mobile=data.mobile,
        version=if_match,
    )
    profile = await commands.run(change_profile, command, actor=at_home(actor), show=ProfileView.of)
    return Response(profile, headers=etag(profile.version))


@put("/profile/language", needs=Needs.SIGNED_IN)
async def choose_words(data: JSONBody[LanguageChoice], actor: By, commands: Doing) -> ProfileView:
    command = ChooseLanguage(account_id=must_be_signed_in(actor), language=data.language)
    return await commands.run(choose_language, command, actor=at_home(actor), show=ProfileView.of)


@post("/profile/password", needs=Needs.SIGNED_IN, status_code=204)
async def choose_another_password(
    data: JSONBody[PasswordChange], actor: By, commands: Doing, queries: Ask, hasher: Hashing
) -> None:
    me, home = must_be_signed_in(actor), at_home(actor)
    known = await queries.ask(password_of, ProfileOf(me), actor=home)
    key = await prove(data.current, me, known, commands=commands, hasher=hasher, actor=home, pointer="/current")
    password_hash = await hash_chosen(data.password, data.password_again, hasher=hasher)
    command = ChangePassword(account_id=me, session_id=actor.session, password_hash=password_hash, proof_key=key)
    await commands.run(change_password, command, actor=home)


@put("/profile/position", needs=Needs.MEMBER)
async def edit_position(data: JSONBody[Position], actor: By, commands: Doing) -> ProfileView:
    command = ChangePosition(account_id=must_be_signed_in(actor), function=data.function, department=data.department)
    return await commands.run(change_position, command, actor=at_home(actor), show=ProfileView.of)


@put("/profile/interests", needs=Needs.MEMBER)
async def edit_interests(data: JSONBody[Wishes], actor: By, commands: Doing) -> ProfileView:
    """Ends the assistant of the first sign-in."""
    command = ChooseInterests(account_id=must_be_signed_in(actor), interests=data.interests, newsletter=data.newsletter)
    return await commands.run(choose_interests, command, actor=at_home(actor), show=ProfileView.of)


@put("/profile/tours/{tour:str}", needs=Needs.MEMBER, status_code=204)
async def leave_tour(tour: FromPath[str], actor: By, commands: Doing) -> None:
    """One's guided tour was taken or declined: it is not offered again, and can be taken again."""
    command = SeeTour(account_id=must_be_signed_in(actor), tour=tour)
    await commands.run(see_tour, command, actor=at_home(actor))


@get("/sessions", needs=Needs.SIGNED_IN)
async def list_sessions(actor: By, queries: Ask, commands: Doing) -> list[SessionLine]:
    mine = SessionsOf(account_id=must_be_signed_in(actor), now=commands.now())
    return await queries.ask(sessions_of, mine, actor=at_home(actor))


@delete("/sessions/{session_id:uuid}", needs=Needs.SIGNED_IN)
async def end_one(session_id: FromPath[UUID], actor: By, commands: Doing) -> None:
    command = EndSessionOf(session_id, must_be_signed_in(actor))
    await commands.run(end_session_of, command, actor=at_home(actor))


@delete("/sessions", needs=Needs.SIGNED_IN, status_code=200)
async def end_all(actor: By, commands: Doing) -> Ended:
    """Everywhere, this session too."""
    command = EndSessions(account_id=must_be_signed_in(actor))
    return Ended(sessions=await commands.run(end_sessions, command, actor=at_home(actor)))


ROUTES: list[Any] = [
    show_profile,
    edit_profile,
    choose_words,
    edit_position,
    edit_interests,
    leave_tour,
    choose_another_password,
    list_sessions,
    end_one,
    end_all,
]
router = Router("/", route_handlers=ROUTES)
