"""The OpenID provider of the tests, as FranceConnect and ProConnect are: it refuses a code without the verifier that was
announced (RFC 7636), and signs what it says of a person (OpenID Connect Core 5.3.2)."""

import base64
import hashlib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import flask
from joserfc import jwt
from joserfc.jwk import RSAKey
from oidc_provider_mock import app as provider_app
from werkzeug.serving import make_server


@dataclass
class StrictProvider:
    """`said` changes what it says of people from now on; with `key` somebody else signs it; with `unsigned` nobody."""

    port: int = 0
    said: dict[str, Any] = field(default_factory=dict)
    key: RSAKey | None = None
    unsigned: bool = False
    refused: list[str] = field(default_factory=list)
    challenges: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def reset(self) -> None:
        self.said, self.key, self.unsigned = {}, None, False
        self.refused.clear()

    def demand(self) -> flask.typing.ResponseReturnValue | None:
        """Before anything else: what a strict provider insists on."""
        asked = flask.request
        if asked.path == "/oauth2/authorize" and asked.args.get("code_challenge_method") != "S256":
            return self._no("code_challenge_method")
        if asked.path == "/oauth2/token":
            verifier = asked.form.get("code_verifier", "").encode()
            shown = base64.urlsafe_b64encode(hashlib.sha256(verifier).digest()).decode().rstrip("=")
            if self.challenges.pop(asked.form.get("code", ""), None) != shown:
                return self._no("code_verifier")
        return None

    def _no(self, why: str) -> flask.typing.ResponseReturnValue:
        self.refused.append(why)
        return flask.jsonify(error="invalid_grant", error_description=why), 400

    def finish(self, answer: flask.Response) -> flask.Response:
        if flask.request.path == "/oauth2/authorize" and answer.status_code == 302:
            [code] = parse_qs(urlsplit(answer.headers["location"]).query).get("code", [""])
            self.challenges[code] = flask.request.args.get("code_challenge", "")
        if flask.request.path == "/userinfo" and answer.status_code == 200 and not self.unsigned:
            own = RSAKey.import_key(flask.g.oidc_provider_mock_storage.jwk.as_dict(is_private=True))
            about = {"iss": self.address, "aud": "parvis", "iat": int(time.time()), **answer.get_json(), **self.said}
            claims = {name: value for name, value in about.items() if value is not None}
            signed = jwt.encode({"alg": "RS256", "kid": own.thumbprint()}, claims, self.key or own)
            answer.set_data(signed)
            answer.content_type = "application/jwt"
        return answer


@contextmanager
def strict_provider() -> Iterator[StrictProvider]:
    provider, app = StrictProvider(), provider_app()
    app.before_request(provider.demand)
    app.after_request(provider.finish)
    server = make_server("localhost", 0, app, threaded=True)
    provider.port = server.server_port
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    serving.start()
    try:
        yield provider
    finally:
        server.shutdown()
        serving.join()
        server.server_close()
