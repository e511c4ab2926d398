"""A time stamping authority on loopback: OpenSSL's, with certificates made for the moment."""

from __future__ import annotations

import http.server
import shutil
import subprocess
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OPENSSL = shutil.which("openssl")
_SETTINGS = """
[tsa]
default_tsa = here
[here]
dir = .
serial = $dir/serial
signer_cert = $dir/tsa.pem
certs = $dir/tsa.pem
signer_key = $dir/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ordering = yes
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
[stamping]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
"""


@dataclass(frozen=True)
class Authority:
    """One that answers.

    Attributes:
        url: where.
        roots: its root certificate, in PEM.
        asked: what it was asked, request by request.
    """

    url: str
    roots: bytes
    asked: list[bytes]


def _openssl(folder: Path, *words: str) -> None:
    done = subprocess.run([OPENSSL or "", *words], cwd=folder, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


def certified(folder: Path) -> bytes:
    """Make a root, and an authority under it; the root's certificate."""
    (folder / "tsa.cnf").write_text(_SETTINGS)
    (folder / "serial").write_text("01\n")
    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    config = ("-config", "tsa.cnf")
    (folder / "tsa.cnf").write_text(_SETTINGS + "[req]\ndistinguished_name = dn\n[dn]\n")
    root = ("-keyout", "root.key", "-out", "root.pem", "-subj", "/CN=Root", "-extensions", "root")
    _openssl(folder, "req", "-x509", *key, *root, "-days", "30", *config)
    _openssl(
        folder, "req", "-new", *key, "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=Clock", *config
    )
    signed = ("-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial", "-out", "tsa.pem", "-days", "30")
    _openssl(
        folder, "x509", "-req", "-in", "tsa.csr", *signed, "-extfile", "tsa.cnf", "-extensions", "stamping"
    )
    return (folder / "root.pem").read_bytes()


@contextmanager
def authority(folder: Path, answer: bytes | None = None) -> Iterator[Authority]:
    """One that stamps whatever it gets; or answers *answer*, whatever it gets."""
    if OPENSSL is None:
        pytest.skip("there is no openssl here to stamp the time")
    roots = certified(folder)
    asked: list[bytes] = []

    class Counter(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(self.rfile.read(int(self.headers["Content-Length"])))
            (folder / "query.tsq").write_bytes(asked[-1])
            stamp = ("-reply", "-queryfile", "query.tsq", "-config", "tsa.cnf", "-out", "reply.tsr")
            _openssl(folder, "ts", *stamp)
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write((folder / "reply.tsr").read_bytes() if answer is None else answer)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Counter)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield Authority(f"http://127.0.0.1:{server.server_port}/", roots, asked)
    finally:
        server.shutdown()
        server.server_close()
