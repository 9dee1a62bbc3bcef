"""Many visitors who say nothing, or who do not read, keep nobody else out and do not fill the log."""

from __future__ import annotations

import logging
import re
import resource
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

from onrecord.site.http import connections, quiet_log
from onrecord.site.server import _listen
from tests.site_example import example

MOST_FILES = 2048
SILENT = 1100
ELSEWHERE = "127.0.0.2" if sys.platform == "linux" else "127.0.0.1"
"""The silent ones' address: visitors take turns by address. Other systems have only one on the loopback interface."""

SILENCES = {
    "nothing": b"",
    "half a line": b"GET / HTTP/1.1\r\nHost: exam",
    "a byte a second": b"G",
    "a body announced": b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n",
    "not HTTP": b"\x16\x03\x01\x02\x00\x01\r\n\r\n",
    "an upgrade": b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n",
}


class Served(NamedTuple):
    """A server in a process of its own, and what it writes into its log."""

    port: int
    log: Path

    def connect(self, buffer: int | None = None, address: str = "127.0.0.1") -> socket.socket:
        """Connect from an address, with a buffer of so many bytes for what is received."""
        visitor = socket.socket()
        visitor.bind((address, 0))
        if buffer:
            visitor.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        visitor.settimeout(60)
        visitor.connect(("127.0.0.1", self.port))
        return visitor

    def seconds_until_closed(self, said: bytes) -> float:
        """How long it takes until a connection on which only this is said is closed."""
        with self.connect() as visitor:
            visitor.sendall(said)
            start = time.monotonic()
            with suppress(ConnectionResetError):
                while visitor.recv(1 << 16):
                    pass
            return time.monotonic() - start


@contextmanager
def served(database: Path, before: str) -> Iterator[Served]:
    log = database.with_name("log.txt")
    code = (
        "import sys, resource; from pathlib import Path; from onrecord.site.server import serve;"
        f"from onrecord.site.http import connections; {before}; serve(Path(sys.argv[1]), port=0)"
    )
    command = [sys.executable, "-u", "-c", code, str(database)]
    with log.open("wb") as errors, subprocess.Popen(command, stdout=-1, stderr=errors, text=True) as process:
        assert process.stdout
        address = re.search(r"http://\S+?:(\d+)", process.stdout.readline())
        assert address
        httpx.get(address[0], timeout=120)
        yield Served(int(address[1]), log)
        process.terminate()


@pytest.fixture(scope="module")
def small_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that may open 1,024 files, and that disconnects nobody only because time passes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    assert hard < 0 or hard >= MOST_FILES, f"raise the limit of open files: ulimit -Hn {MOST_FILES}"
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, MOST_FILES), hard))
    database = example(tmp_path_factory.mktemp("silent") / "onrecord.db")
    before = "resource.setrlimit(resource.RLIMIT_NOFILE, (1024, 1024)); connections.REQUEST_SECONDS = 600"
    with served(database, before) as server:
        yield server
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.fixture(scope="module")
def hasty_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that waits a second for requests, and three for who reads."""
    database = example(tmp_path_factory.mktemp("hasty") / "onrecord.db", claims=200_000)
    before = "connections.REQUEST_SECONDS = connections.KEEP_ALIVE_SECONDS = 1; connections.STALLED_SECONDS = 3"
    with served(database, before) as server:
        yield server


@pytest.mark.parametrize("silence", SILENCES)
def test_silent_visitors_keep_nobody_out(small_server: Served, silence: str) -> None:
    start, logged = time.monotonic(), small_server.log.read_text()
    silent: list[socket.socket] = []
    is_over = threading.Event()

    def drip() -> None:
        while not is_over.wait(1):
            for one in list(silent):
                with suppress(OSError):
                    one.send(b"x")

    thread = threading.Thread(target=drip)
    try:
        for _ in range(SILENT):
            silent.append(small_server.connect(address=ELSEWHERE))
            with suppress(OSError):
                silent[-1].sendall(SILENCES[silence])
        if silence == "a byte a second":
            thread.start()
        for _ in range(5):
            answer = httpx.get(f"http://127.0.0.1:{small_server.port}/onrecord/claims.json", timeout=120)
            assert answer.status_code == 200
            time.sleep(0.2)
    finally:
        is_over.set()
        for one in silent:
            one.close()
    time.sleep(1.5)
    said = small_server.log.read_text()[len(logged) :]
    assert "Traceback" not in said
    assert len(said.splitlines()) <= 2 * (time.monotonic() - start)


@pytest.mark.parametrize(
    ("address", "status"), [("/onrecord.json?sql=select+1" + "+" * 100_000, 400), ("/x?" + "a" * 180_000, 414)]
)
def test_a_long_address_is_read_however_slowly_it_comes(small_server: Served, address: str, status: int) -> None:
    with small_server.connect() as visitor:
        head = f"GET {address} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
        for start in range(0, len(head), 16_000):
            visitor.sendall(head[start : start + 16_000])
            time.sleep(0.01)
        with visitor.makefile("rb") as answer:
            assert answer.readline().split()[1] == b"%d" % status
            assert b"Invalid HTTP request" not in answer.read()


def test_who_sends_no_request_is_disconnected(hasty_server: Served) -> None:
    for said in (b"", b"GET / HTTP/1.1\r\nHost: exam", SILENCES["a body announced"]):
        assert 0.5 < hasty_server.seconds_until_closed(said) < 10
    assert hasty_server.seconds_until_closed(b"GET /robots.txt HTTP/1.1\r\nHost: localhost\r\n\r\n") < 10


def test_who_drips_is_disconnected(hasty_server: Served) -> None:
    with hasty_server.connect() as visitor:
        start = time.monotonic()
        with suppress(ConnectionError):
            while time.monotonic() - start < 20:
                visitor.sendall(b"G")
                time.sleep(0.1)
        assert time.monotonic() - start < 10


def test_who_reads_slowly_gets_everything(hasty_server: Served) -> None:
    with hasty_server.connect(16_384) as visitor:
        visitor.sendall(b"GET /onrecord.db HTTP/1.0\r\nHost: localhost\r\n\r\n")
        start, received = time.monotonic(), bytearray()
        while piece := visitor.recv(4096):
            received += piece
            if time.monotonic() - start < 8:
                time.sleep(0.1)
    assert bytes(received.partition(b"\r\n\r\n")[2]) == hasty_server.log.with_name("onrecord.db").read_bytes()


def test_who_stops_reading_is_disconnected(hasty_server: Served) -> None:
    with hasty_server.connect(16_384) as visitor:
        visitor.sendall(b"GET /onrecord.db HTTP/1.1\r\nHost: localhost\r\n\r\n")
        time.sleep(8)
        received = 0
        with suppress(ConnectionResetError):
            while piece := visitor.recv(1 << 16):
                received += len(piece)
    assert received < 1_000_000


def test_the_connections_leave_room_for_files(monkeypatch: pytest.MonkeyPatch) -> None:
    for limits, most in (((1024, 1024), 320), ((1024, 1 << 20), 1000), ((-1, -1), 1000), ((64, 64), 64)):
        monkeypatch.setattr(resource, "getrlimit", lambda _, limits=limits: limits)
        monkeypatch.setattr(resource, "setrlimit", lambda *_: None)
        assert connections.most_connections() == most


def test_what_is_logged_too_often_is_counted(caplog: pytest.LogCaptureFixture) -> None:
    quiet_log.bound_log("onrecord.test")
    logger = logging.getLogger("onrecord.test")

    def said() -> list[str]:
        return [record.getMessage() for record in caplog.records if record.name == logger.name]

    for number in range(1000):
        logger.warning("Visitor %d said nothing", number)
    logger.warning("Another")
    assert said() == ["Visitor 0 said nothing", "Another"]
    time.sleep(1.1)
    logger.warning("Visitor %d said nothing", 7)
    logger.warning("Visitor %d said nothing", 8)
    time.sleep(1.1)
    quiet_log.tell()
    quiet_log.tell()
    assert said()[2:] == [
        "Visitor 7 said nothing (999 more of this kind)",
        "Visitor %d said nothing",
    ]


def test_answers_are_sent_at_once() -> None:
    with _listen("127.0.0.1", 0) as listener:
        assert listener.proto == socket.IPPROTO_TCP  # asyncio sets TCP_NODELAY only then
