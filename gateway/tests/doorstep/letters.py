"""The newsletter's part of a tiny notifier."""

from typing import Any

from litestar import Request, Router, route
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

THEME = "0190a7c2-0000-7000-8000-000000000001"
CHOICE = {"letter": False, "themes": [], "locale": "fr"}


def newsletter(service: Any) -> Router:
    async def hear(request: Request[Any, Any, Any]) -> Any:
        body = await request.json() if request.headers.get("content-type") == "application/json" else None
        service.heard.append({"method": request.method, "path": request.scope["path"], "body": body})
        return service.subscription

    @route("/themes", http_method=["GET"], status_code=200)
    async def themes() -> list[dict[str, Any]]:
        return [{"id": THEME[:-1] + "9", "label": "Ville", "themes": [{"id": THEME, "label": "Travaux", "themes": []}]}]

    @route("/archive", http_method=["GET"], status_code=200)
    async def archive() -> list[dict[str, Any]]:
        return []

    @route(["/subscription", "/subscriptions"], http_method=["GET", "PUT", "POST"], status_code=200)
    async def subscription(request: Request[Any, Any, Any]) -> Any:
        return await hear(request)

    @route("/links/{token:str}", http_method=["GET", "PUT"], status_code=200)
    async def linked(request: Request[Any, Any, Any], token: FromPath[str]) -> Any:
        return {**await hear(request), "token": token}

    @route("/links/{token:str}/{act:str}", http_method=["POST"], status_code=200)
    async def act(request: Request[Any, Any, Any], token: FromPath[str], act: FromPath[str]) -> Any:
        return {**await hear(request), "token": token, "act": act}

    @route(["/reports/mailgun", "/reports/sms/abc"], http_method=["POST"], status_code=204)
    async def reported(request: Request[Any, Any, Any]) -> None:
        await hear(request)

    handlers: list[HTTPRouteHandler] = [themes, archive, subscription, linked, act]
    return Router("/v1", route_handlers=[Router("/newsletter", route_handlers=handlers), reported])
