"""A tiny service behind the gateway: says back what it was sent, and streams as much as it is asked to."""

import asyncio
import hashlib
import resource
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from litestar import Litestar, Request, Response, get, post, route
from litestar.datastructures import State
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.params import FromPath, FromQuery
from litestar.response import Stream

from doorstep.letters import newsletter

PIECE = b"x" * 65_536
NOTHING_YET: dict[str, Any] = {"waiting": [], "drafts": [], "last": [], "appointments": []}
NOTHING_CHOSEN = {"wishes": {}, "muted": [], "digest_hour": 18, "quiet_from": None, "quiet_until": None}


@dataclass
class TinyService:
    """`catalogue` is what démarches would list; `heard` the requests that came, newest last."""

    name: str
    heard: list[dict[str, Any]] = field(default_factory=list)
    catalogue: dict[str, Any] = field(default_factory=lambda: {"themes": []})
    badges: dict[str, int] = field(default_factory=lambda: {"unread_messages": 0, "waiting_for_me": 0})
    dashboard: dict[str, Any] = field(default_factory=lambda: {**NOTHING_YET})
    safe: dict[str, Any] = field(default_factory=lambda: {"count": 0, "limit": 10, "pieces": [], "trash": []})
    # What a queue would list, whatever the view; the questions asked of it are heard.
    queue: list[dict[str, Any]] = field(default_factory=list)
    colleagues: list[dict[str, Any]] = field(default_factory=list)
    # Of whoever asks, today.
    absence: dict[str, Any] | None = None
    guide: list[dict[str, Any]] = field(default_factory=list)
    passages: list[dict[str, Any]] = field(default_factory=list)
    publications: list[dict[str, Any]] = field(default_factory=list)
    hours: list[dict[str, Any]] = field(default_factory=list)
    notices: list[dict[str, Any]] = field(default_factory=list)
    devices: list[dict[str, Any]] = field(default_factory=list)
    texted: list[str] = field(default_factory=list)
    subscription: dict[str, Any] = field(default_factory=dict)
    chosen: dict[str, Any] = field(default_factory=lambda: {**NOTHING_CHOSEN})
    refusal: tuple[int, dict[str, Any]] | None = None
    is_down: bool = False
    letters: list[dict[str, Any]] = field(default_factory=list)
    # By id: what démarches would tell of a dossier, and what the documents service would of a file sent in parts.
    dossiers: dict[str, dict[str, Any]] = field(default_factory=dict)
    # By its slug: what the town wrote on an information page.
    pages: dict[str, dict[str, Any]] = field(default_factory=dict)
    # By its token: what démarches would tell whoever holds the link.
    tracked: dict[str, dict[str, Any]] = field(default_factory=dict)
    replay_fails: bool = False
    # What assistants proposed here; a problem document beside the id of one whose confirmation is refused.
    proposals: list[dict[str, Any]] = field(default_factory=list)
    assistants_journal: list[dict[str, Any]] = field(default_factory=list)
    settled: list[tuple[str, str, Any]] = field(default_factory=list)
    refused_proposals: dict[str, tuple[int, dict[str, Any]]] = field(default_factory=dict)

    def letter(self, event_id: str) -> dict[str, Any] | None:
        return next((letter for letter in self.letters if letter["event_id"] == event_id), None)


def tiny_service(service: TinyService) -> Litestar:
    @route(
        ["/v1/echo", "/v1/messages/echo", "/mcp", "/console", "/console/echo"],
        http_method=["GET", "POST", "PUT", "PATCH", "DELETE"],
        status_code=200,
    )
    async def echo(request: Request[Any, Any, Any]) -> Response[Any]:
        body = await request.body()
        told = {
            "service": service.name,
            "method": request.method,
            "path": request.scope["path"],
            "query": request.scope["query_string"].decode(),
            "headers": dict(request.headers),
            "body": body.decode("latin-1"),
        }
        service.heard.append(told)
        if service.refusal is not None:
            status, problem = service.refusal
            return Response(problem, status_code=status, media_type="application/problem+json")
        return Response(told, headers={"set-cookie": "planted=1", "server": "tiny", "connection": "keep-alive"})

    @route("/v1/sink", http_method=["POST", "PUT", "PATCH"], status_code=200)
    async def sink(request: Request[Any, Any, Any]) -> dict[str, Any]:
        """Counts and digests a body without keeping it."""
        size, digest = 0, hashlib.sha256()
        async for piece in request.stream():
            size += len(piece)
            digest.update(piece)
        told = {"size": size, "sha256": digest.hexdigest(), "headers": dict(request.headers)}
        service.heard.append(told)
        return told

    @get("/v1/source")
    async def source(pieces: FromQuery[int]) -> Stream:
        async def flow() -> AsyncIterator[bytes]:
            for _ in range(pieces):
                yield PIECE

        return Stream(flow(), headers={"content-disposition": 'attachment; filename="x"', "etag": '"1"'})

    @get("/v1/slow/{seconds:float}")
    async def slow(seconds: FromPath[float]) -> dict[str, float]:
        await asyncio.sleep(seconds)
        return {"slept": seconds}

    @route("/v1/uploads", http_method=["POST"], status_code=201)
    async def uploads() -> Response[None]:
        return Response(None, status_code=201, headers={"location": "/v1/uploads/7"})

    @get("/v1/catalogue")
    async def catalogue() -> dict[str, Any]:
        return service.catalogue

    @get("/v1/me/badges")
    async def badges() -> dict[str, int]:
        return service.badges

    @get("/v1/me/dashboard")
    async def dashboard() -> dict[str, Any]:
        return service.dashboard

    @get(["/v1/dossiers", "/v1/desk/tickets"])
    async def queue(request: Request[Any, Any, Any]) -> dict[str, Any]:
        service.heard.append({"path": request.scope["path"], "asked": dict(request.query_params)})
        return {"items": service.queue, "next": None}

    @get("/v1/me/absence")
    async def absence() -> dict[str, Any] | None:
        return service.absence

    @get("/v1/colleagues")
    async def colleagues(q: FromQuery[str]) -> list[dict[str, Any]]:
        return [one for one in service.colleagues if q.lower() in one["name"].lower()]

    @get("/v1/dossiers/{dossier_id:uuid}")
    async def dossier(dossier_id: FromPath[UUID]) -> Response[Any]:
        return _found(service.dossiers.get(str(dossier_id)))

    @get("/v1/pages/{slug:str}")
    async def information(slug: FromPath[str]) -> Response[Any]:
        return _found(service.pages.get(slug))

    @get("/v1/tracking/{token:str}")
    async def tracking(request: Request[Any, Any, Any], token: FromPath[str]) -> Response[Any]:
        service.heard.append({"path": request.scope["path"], "language": request.headers["accept-language"]})
        return _found(service.tracked.get(token))

    @route("/v1/dossiers/{dossier_id:uuid}/steps/{step:str}/typed", http_method=["PUT"], status_code=204)
    async def typed(request: Request[Any, Any, Any], dossier_id: FromPath[UUID], step: FromPath[str]) -> None:
        answers = (await request.json())["answers"]
        service.dossiers[str(dossier_id)]["draft"]["answers"] |= answers
        service.heard.append({"path": request.scope["path"], "typed": answers})

    @route("/v1/dossiers/{dossier_id:uuid}/messages", http_method=["POST"], status_code=201)
    async def write(request: Request[Any, Any, Any], dossier_id: FromPath[UUID]) -> None:
        service.heard.append({"path": request.scope["path"], "written": await request.json()})

    @route("/v1/dossiers/{dossier_id:uuid}/pieces", http_method=["POST"], status_code=204)
    async def join(request: Request[Any, Any, Any], dossier_id: FromPath[UUID]) -> None:
        told = await request.json()
        files = [{"id": receipt} for receipt in told["receipts"]]
        service.dossiers[str(dossier_id)]["pieces"].append({"id": str(uuid4()), "type": told["type"], "files": files})
        service.heard.append({"path": request.scope["path"], "joined": told["receipts"]})

    @get("/v1/uploads/{upload:uuid}")
    async def sent(upload: FromPath[UUID]) -> Response[Any]:
        known = service.dossiers.get(str(upload))
        return _found(known and {"file": known})

    @get("/v1/guide")
    async def guide() -> list[dict[str, Any]]:
        return service.guide

    @get("/v1/guide/pages/{slug:str}")
    async def guide_page(slug: FromPath[str]) -> Response[Any]:
        return _found(next((one for theme in service.guide for one in theme["pages"] if one["slug"] == slug), None))

    @get("/v1/guide/passages")
    async def passages() -> list[dict[str, Any]]:
        return service.passages

    @get("/v1/safe")
    async def safe() -> dict[str, Any]:
        return service.safe

    @get("/v1/proposals")
    async def proposals(settled: FromQuery[bool] = False) -> list[dict[str, Any]]:
        return [one for one in service.proposals if (one["status"] != "waiting") == settled]

    @get("/v1/proposals/journal")
    async def assistants_journal(everybodys: FromQuery[bool] = False) -> list[dict[str, Any]]:
        return service.assistants_journal if everybodys else service.assistants_journal[:1]

    @post("/v1/proposals/{proposal_id:str}/{verb:str}", status_code=200)
    async def settle_proposal(
        request: Request[Any, Any, Any], proposal_id: FromPath[str], verb: FromPath[str]
    ) -> Response[Any]:
        sent = await request.body()
        service.settled.append((proposal_id, verb, sent.decode()))
        if proposal_id in service.refused_proposals:
            status, problem = service.refused_proposals[proposal_id]
            return Response(problem, status_code=status, media_type="application/problem+json")
        if verb != "modification":
            service.proposals = [one for one in service.proposals if one["id"] != proposal_id]
        return Response({}, status_code=200)

    @get("/v1/dead-letters")
    async def letters(status: FromQuery[str]) -> list[dict[str, Any]]:
        return [letter for letter in service.letters if letter["status"] == status]

    @get("/v1/dead-letters/{event_id:str}/{handler:str}")
    async def letter(event_id: FromPath[str], handler: FromPath[str]) -> Response[Any]:
        return _found(service.letter(event_id))

    @route("/v1/dead-letters/{event_id:str}/{handler:str}/{verb:str}", http_method=["POST"], status_code=201)
    async def settle(event_id: FromPath[str], handler: FromPath[str], verb: FromPath[str]) -> Response[Any]:
        found = service.letter(event_id)
        if found is not None and verb == "replay" and service.replay_fails:
            told = {"title": "Le traitement a échoué de nouveau.", "type": "/problems/dead-letter-failed-again"}
            return Response(told, status_code=409, media_type="application/problem+json")
        if found is not None:
            found["status"] = {"replay": "replayed", "discard": "discarded"}[verb]
        return _found(found)

    @get("/v1/publications")
    async def publications(kind: FromQuery[str]) -> dict[str, Any]:
        shown = [one for one in service.publications if one["kind"] == kind]
        categories = sorted({one["category"] for one in shown})
        return {"publications": {"items": shown, "next": None}, "categories": categories}

    @get("/v1/publications/occasions")
    async def occasions() -> list[dict[str, Any]]:
        return [one for one in service.publications if one["starts_at"]]

    @get("/v1/publications/hours-exceptions")
    async def hours() -> list[dict[str, Any]]:
        return service.hours

    @get("/v1/publications/pages/{kind:str}/{slug:str}")
    async def publication(kind: FromPath[str], slug: FromPath[str]) -> Response[Any]:
        for one in service.publications:
            if (one["kind"], one["slug"]) == (kind, slug):
                return Response(one)
        return Response({"title": "Non."}, status_code=404, media_type="application/problem+json")

    @get("/v1/me/notices")
    async def notices() -> dict[str, Any]:
        return {"items": service.notices, "next": None}

    @route("/v1/me/notices/{notice_id:uuid}/reading", http_method=["POST"], status_code=200)
    async def read_notice(notice_id: FromPath[UUID]) -> dict[str, str]:
        return {"link": next(one["link"] for one in service.notices if one["id"] == str(notice_id))}

    @route("/v1/me/preferences", http_method=["GET", "PUT"], status_code=200)
    async def preferences(request: Request[Any, Any, Any]) -> dict[str, Any]:
        if request.method == "PUT":
            service.chosen = await request.json()
        choices = ["message_from_town", "ticket_answered"]
        return {"chosen": service.chosen, "choices": choices, "texted": service.texted}

    @route("/v1/me/devices", http_method=["GET", "POST"], status_code=200)
    async def devices(request: Request[Any, Any, Any]) -> dict[str, Any]:
        if request.method == "POST":
            told = await request.json()
            line = {"id": str(uuid4()), "label": told["label"], "created_at": "2026-05-01T08:00:00Z", "told_at": None}
            service.devices.append(line)
            service.heard.append({"path": request.scope["path"], "told": told})
        return {"public_key": "BKey", "devices": service.devices}

    @route("/v1/me/devices/{device_id:uuid}", http_method=["DELETE"], status_code=204)
    async def forget_device(device_id: FromPath[UUID]) -> None:
        service.devices[:] = [one for one in service.devices if one["id"] != str(device_id)]

    @route("/v1/publications/{publication_id:uuid}/reading", http_method=["POST"], status_code=204)
    async def reading(request: Request[Any, Any, Any], publication_id: FromPath[UUID]) -> None:
        service.heard.append({"path": request.scope["path"], "id": publication_id})

    @get("/internal/secret")
    async def internal_only() -> str:
        return "jamais dehors"

    @get("/console/done")
    async def done() -> Response[None]:
        """A console's redirection after an act, with something to say."""
        headers = {
            "location": f"/{service.name}/page",
            "x-parvis-flash": "%5B%5B%22success%22%2C%22C%27est%20fait%22%5D%5D",
        }
        return Response(None, status_code=303, headers=headers)

    @get("/console/page")
    async def page(request: Request[Any, Any, Any]) -> Response[str]:
        return Response(request.headers.get("x-parvis-flash", "rien"), media_type="text/html; charset=utf-8")

    @get("/console/page/sent")
    async def only_sent_to() -> Response[Any]:
        return Response({"title": "On y envoie."}, status_code=405, media_type="application/problem+json")

    async def open_for_business(_: Request[Any, Any, Any]) -> Response[Any] | None:
        if service.is_down:
            return Response({"title": "En panne."}, status_code=503, media_type="application/problem+json")
        return None

    told = (
        dashboard,
        queue,
        absence,
        colleagues,
        guide,
        guide_page,
        passages,
        safe,
        publications,
        occasions,
        hours,
        publication,
        reading,
        notices,
        read_notice,
        preferences,
        devices,
        forget_device,
        newsletter(service),
        dossier,
        information,
        tracking,
        typed,
        write,
        join,
        sent,
    )
    return Litestar(
        [
            echo,
            sink,
            source,
            slow,
            uploads,
            catalogue,
            badges,
            proposals,
            assistants_journal,
            settle_proposal,
            letters,
            letter,
            settle,
            internal_only,
            done,
            page,
            only_sent_to,
            *told,
        ],
        before_request=open_for_business,
        openapi_config=OpenAPIConfig(
            title=service.name, version="1", path="/v1", render_plugins=[JsonRenderPlugin(path="/openapi.json")]
        ),
        request_max_body_size=None,
        state=State(),
    )


def _found(told: dict[str, Any] | None) -> Response[Any]:
    if told is None:
        return Response({"title": "Introuvable."}, status_code=404, media_type="application/problem+json")
    return Response(told)


def peak_memory() -> int:
    """The most memory this process has had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
