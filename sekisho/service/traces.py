"""Spans of requests for OpenTelemetry, where a collector is named: which of many services took how long.

As in its semantic conventions for HTTP servers, 1.23. A span has the route as it is written, the method and
the status; no path, no name that was asked for and nothing of a case. It continues the trace of whoever asks
(W3C Trace Context).
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from sekisho.errors import UsageError
from sekisho.service.observe import route_of
from sekisho.version import __version__

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

COLLECTORS: Final = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
"""The variables by which OpenTelemetry is told where to send; without either nothing is traced."""
FAULT: Final = 500


def provider() -> TracerProvider | None:
    """What makes spans and sends them, over HTTP, in the background; None: no collector is named.

    Raises:
        UsageError: one is named, and the libraries are not installed.
    """
    if not any(os.environ.get(name) for name in COLLECTORS):
        return None
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415  # whoever traces nothing lacks it
        from opentelemetry.sdk.resources import Resource  # noqa: PLC0415  # as above
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415  # as above
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415  # as above
    except ImportError as error:
        message = f"{' or '.join(COLLECTORS)} names a collector, and nothing here can send to it"
        raise UsageError(f"{message}; install the extra: pip install 'sekisho[otel]'") from error
    made = TracerProvider(
        resource=Resource.create({"service.name": "sekisho", "service.version": __version__})
    )
    made.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return made


class Traces:
    """Middleware: a span for every request."""

    def __init__(self, app: ASGIApp, provider: TracerProvider) -> None:
        """Around *app*."""
        from opentelemetry.trace import SpanKind  # noqa: PLC0415  # it is there, since there is a provider
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator  # noqa: PLC0415  # as above

        self._app = app
        self._kind = SpanKind.SERVER
        self._context = TraceContextTextMapPropagator()
        self._tracer = provider.get_tracer("sekisho.service", __version__)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take a request through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        told = {key.decode("latin-1"): value.decode("latin-1") for key, value in scope["headers"]}
        method = scope["method"]
        with self._tracer.start_as_current_span(
            method,
            self._context.extract(told),
            self._kind,
            {"http.request.method": method, "url.scheme": scope["scheme"]},
            record_exception=False,  # its text may have what was asked
        ) as span:

            async def noted(message: Message) -> None:
                if message["type"] == "http.response.start":
                    status = message["status"]
                    span.set_attribute("http.response.status_code", status)
                    if status >= FAULT:
                        span.set_attribute("error.type", str(status))
                await send(message)

            try:
                await self._app(scope, receive, noted)
            finally:
                route = route_of(scope)
                span.update_name(f"{method} {route}")
                span.set_attribute("http.route", route)
