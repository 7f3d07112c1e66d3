"""`python -m chassis.serve <member>`: run one process of the suite until it is told to stop, then drain."""

import importlib
import os
import sys

import uvicorn

from chassis import configuration, logs, running, telemetry
from chassis.draining import Drain, Server
from chassis.observe import Observe

DRAIN_WITHIN = 30
# Seconds that an idle connection is kept. Longer than the gateway keeps its own: who closes first must be who sends, or a
# form goes out on a connection that is just being closed.
IDLE_FOR = 65


def main() -> None:
    """Start `<member>.main:create_app` (for example `identity` or `gateway.public`)."""
    member = sys.argv[1]
    settings = configuration.checked()
    logs.start(settings.service, settings.log_level)
    endpoint = os.environ.get("OTEL_EXPORTER_OTLP_ENDPOINT")
    # The two entrances are told apart, as their measures are.
    telemetry.start(member, sampling=settings.trace_sampling, endpoint=endpoint)
    app = importlib.import_module(f"{member}.main").create_app(settings)
    running.tell(settings, member.partition(".")[0])
    logs.log.info("starting", port=settings.http_port)
    drain = Drain(getattr(app, "at_drain", ()))
    observed = Observe(
        drain.around(app),
        at_the_edge=settings.service == "gateway",
        at_once=drain.unless_leaving(getattr(app, "at_once", None)),
    )
    serving = uvicorn.Config(
        observed,  # pyright: ignore[reportArgumentType]
        host=settings.http_host,
        port=settings.http_port,
        loop="uvloop",
        http="httptools",
        access_log=False,
        server_header=False,
        log_config=None,
        timeout_graceful_shutdown=DRAIN_WITHIN,
        timeout_keep_alive=IDLE_FOR,
        proxy_headers=False,
        h11_max_incomplete_event_size=65_536,
    )
    server = Server(serving, drain, notice=settings.drain_notice)
    try:
        server.run()
        if not server.started:
            sys.exit(3)
    finally:
        telemetry.stop()


if __name__ == "__main__":
    main()
