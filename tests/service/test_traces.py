"""Spans go to a collector where one is named, and tell nothing of what was asked."""

from __future__ import annotations

import http.server
import sys
import threading
from typing import TYPE_CHECKING

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from starlette.testclient import TestClient

from sekisho.errors import UsageError
from sekisho.service import traces
from sekisho.service.app import create_app
from sekisho.service.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TRACE, PARENT = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"


class Collector(http.server.ThreadingHTTPServer):
    """Takes what is sent to it."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, bytes]] = []
        super().__init__(("127.0.0.1", 0), Takes)


class Takes(http.server.BaseHTTPRequestHandler):
    """One sending."""

    def do_POST(self) -> None:
        assert isinstance(self.server, Collector)
        self.server.taken.append((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def collector(monkeypatch: pytest.MonkeyPatch) -> Iterator[Collector]:
    server = Collector()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setenv(traces.COLLECTORS[1], f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_COMPRESSION", "none")
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_request_is_a_span_of_the_trace_of_who_asks(collector: Collector, tmp_path: Path) -> None:
    with TestClient(create_app(Settings(str(tmp_path / "store.sqlite"), open=True))) as client:
        told = {"traceparent": f"00-{TRACE}-{PARENT}-01"}
        client.get("/api/entities", params={"name": "Secret Purchase Ltd"}, headers=told)
        client.get("/secret/path")
    sent = [
        ExportTraceServiceRequest.FromString(body) for path, body in collector.taken if path == "/v1/traces"
    ]
    resources = [resource for each in sent for resource in each.resource_spans]
    spans = [span for each in resources for scoped in each.scope_spans for span in scoped.spans]
    assert [span.name for span in spans] == ["GET /api/entities", "GET none"]
    first = spans[0]
    assert (first.trace_id.hex(), first.parent_span_id.hex()) == (TRACE, PARENT)
    attributes = {each.key: each.value for each in first.attributes}
    assert attributes["http.route"].string_value == "/api/entities"
    assert attributes["http.response.status_code"].int_value == 200
    names = {each.key: each.value.string_value for each in resources[0].resource.attributes}
    assert names["service.name"] == "sekisho"
    assert not any(b"secret" in body.lower() for _, body in collector.taken)


def test_without_a_collector_nothing_is_traced(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in traces.COLLECTORS:
        monkeypatch.delenv(name, raising=False)
    assert traces.provider() is None


def test_a_collector_without_the_libraries_is_refused_with_the_remedy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(traces.COLLECTORS[0], "http://127.0.0.1:4318/v1/traces")
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace", None)
    with pytest.raises(UsageError, match=r"sekisho\[otel\]"):
        traces.provider()
