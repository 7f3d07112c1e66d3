"""The OpenID Connect client: authorization code with PKCE, state and nonce; keys followed as the provider changes them."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from math import inf
from typing import Any, NamedTuple
from urllib.parse import urlencode

import aiohttp
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from chassis import logs
from chassis.clock import Clock
from identity.domain.federation import FederationRefused, ProviderDown
from identity.federation.providers import Provider

PATIENCE = aiohttp.ClientTimeout(total=8)
KEPT_FOR = 3600.0
ALGORITHMS = ["RS256", "ES256", "PS256", "EdDSA"]
LEEWAY = 60


class Flow:
    """One journey to the provider and back. `secret` is the browser's alone: what goes through the address bar is
    computed from it, and comes back worth nothing to anybody else."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    def _of(self, purpose: str) -> str:
        return (
            base64.urlsafe_b64encode(hmac.digest(self._secret, purpose.encode(), hashlib.sha256)).decode().rstrip("=")
        )

    @property
    def state(self) -> str:
        return self._of("state")

    @property
    def nonce(self) -> str:
        return self._of("nonce")

    @property
    def verifier(self) -> str:
        return self._of("verifier")

    @property
    def challenge(self) -> str:
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")

    @property
    def mark(self) -> str:
        """What is kept so that it serves once."""
        return self._of("used")


class Proven(NamedTuple):
    """What the provider says of the person, and where they sign out of it."""

    claims: Mapping[str, Any]
    acr: str
    logout: str


class OpenIdClient:
    """Of one provider. What it publishes of itself is kept for an hour."""

    def __init__(self, provider: Provider, *, now: Clock) -> None:
        self.provider = provider
        self._now = now
        self._published: dict[str, Any] = {}
        self._keys: KeySet | None = None
        self._read_at = 0.0

    async def address(self, flow: Flow, redirect_uri: str) -> str:
        """Where the browser goes. Raises `ProviderDown`."""
        async with aiohttp.ClientSession(timeout=PATIENCE) as session:
            published = await self._discover(session)
        asked = {
            "response_type": "code",
            "client_id": self.provider.client_id,
            "redirect_uri": redirect_uri,
            "scope": self.provider.scope,
            "state": flow.state,
            "nonce": flow.nonce,
            "code_challenge": flow.challenge,
            "code_challenge_method": "S256",
            **({"acr_values": self.provider.acr_values} if self.provider.acr_values else {}),
        }
        return f"{published['authorization_endpoint']}?{urlencode(asked)}"

    async def redeem(self, flow: Flow, code: str, redirect_uri: str) -> Proven:
        """Raises `ProviderDown`, or `FederationRefused` for whatever is not exactly what was asked for."""
        async with aiohttp.ClientSession(timeout=PATIENCE) as session:
            published = await self._discover(session)
            given = await self._token(session, published, flow, code, redirect_uri)
            token = str(given.get("id_token", ""))
            said = self._checked(await self._read(session, token), flow)
            person = await self._person(session, published, str(given.get("access_token", "")))
        if person.get("sub") != said["sub"]:
            raise FederationRefused
        logout = str(published.get("end_session_endpoint", ""))
        return Proven(
            {**person, **said},
            str(said.get("acr", "")),
            f"{logout}?{urlencode({'id_token_hint': token})}" if logout else "",
        )

    async def _token(
        self, session: aiohttp.ClientSession, published: dict[str, Any], flow: Flow, code: str, redirect_uri: str
    ) -> dict[str, Any]:
        asked = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "client_id": self.provider.client_id,
            "client_secret": self.provider.client_secret,
            "code_verifier": flow.verifier,
        }
        try:
            async with session.post(published["token_endpoint"], data=asked) as answer:
                if answer.status in (400, 401, 403):
                    raise FederationRefused
                answer.raise_for_status()
                return await answer.json()
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise self._down(error) from error

    async def _person(self, session: aiohttp.ClientSession, published: dict[str, Any], access: str) -> dict[str, Any]:
        """FranceConnect and ProConnect sign it, for us by name; others send plain JSON."""
        try:
            headers = {"authorization": f"Bearer {access}"}
            async with session.get(published["userinfo_endpoint"], headers=headers) as answer:
                answer.raise_for_status()
                if "jwt" not in answer.content_type:
                    if self.provider.signs_person:
                        raise FederationRefused
                    return await answer.json()
                text = await answer.text()
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise self._down(error) from error
        person = await self._read(session, text)
        until = person.get("exp", inf)
        alive = isinstance(until, int | float) and until > self._now().timestamp() - LEEWAY
        if not (alive and self._is_for_us(person)):
            raise FederationRefused
        return person

    def _is_for_us(self, said: dict[str, Any]) -> bool:
        audience = said.get("aud")
        audiences = audience if isinstance(audience, list) else [audience]
        return said.get("iss") == self.provider.issuer and self.provider.client_id in audiences

    def _checked(self, said: dict[str, Any], flow: Flow) -> dict[str, Any]:
        """OpenID Connect Core 3.1.3.7."""
        provider, now = self.provider, self._now().timestamp()
        right = (
            self._is_for_us(said)
            and said.get("azp", provider.client_id) == provider.client_id
            and isinstance(said.get("exp"), int | float)
            and said["exp"] > now - LEEWAY
            and isinstance(said.get("iat"), int | float)
            and said["iat"] < now + LEEWAY
            and hmac.compare_digest(str(said.get("nonce", "")).encode(), flow.nonce.encode())
            and isinstance(said.get("sub"), str)
            and said["sub"] != ""
        )
        if not right:
            raise FederationRefused
        if provider.accepted and said.get("acr") not in provider.accepted:
            raise FederationRefused
        return said

    async def _read(self, session: aiohttp.ClientSession, token: str) -> dict[str, Any]:
        """Signed by a key that the provider publishes: read anew once when the signature is by another."""
        for anew in (False, True):
            keys = await self._key_set(session, anew=anew)
            try:
                return jwt.decode(token, keys, algorithms=ALGORITHMS).claims
            except (JoseError, ValueError) as wrong:
                if anew:
                    raise FederationRefused from wrong
        raise FederationRefused

    async def _discover(self, session: aiohttp.ClientSession) -> dict[str, Any]:
        if self._published and self._now().timestamp() - self._read_at < KEPT_FOR:
            return self._published
        published = await self._get(session, f"{self.provider.issuer}/.well-known/openid-configuration")
        # Somebody else's document under this address would send our secret elsewhere.
        if published.get("issuer") != self.provider.issuer:
            raise self._down(ValueError("issuer"))
        self._published, self._keys, self._read_at = published, None, self._now().timestamp()
        return published

    async def _key_set(self, session: aiohttp.ClientSession, *, anew: bool) -> KeySet:
        if self._keys is None or anew:
            published = await self._discover(session)
            self._keys = KeySet.import_key_set(await self._get(session, published["jwks_uri"]))  # pyright: ignore[reportArgumentType]
        return self._keys

    async def _get(self, session: aiohttp.ClientSession, address: str) -> Any:
        try:
            async with session.get(address) as answer:
                answer.raise_for_status()
                return await answer.json()
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise self._down(error) from error

    def _down(self, error: Exception) -> ProviderDown:
        logs.log.warning("identity provider does not answer", provider=self.provider.label, cause=type(error).__name__)
        return ProviderDown()
