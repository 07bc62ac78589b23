# SPDX-License-Identifier: Apache-2.0
"""HTTP servers on this machine for tests: one that serves files as it should, and every kind that does not."""

from __future__ import annotations

import re
import socket
import struct
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator

    Reply = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """One request; what is answered is for the functions below to say."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        self.close_connection = True
        with self.server.lock:
            self.server.asked.append((self.path, dict(self.headers)))
        reply = self.server.replies.get(self.path.partition("?")[0], status(404))
        reply(self)

    def say(self, code: int, fields: dict[str, str], body: bytes = b"") -> None:
        """Send a status, header fields and the beginning of a body."""
        self.send_response(code)
        for name, value in fields.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, *_: Any) -> None:
        pass


class Server(ThreadingHTTPServer):
    """A server that gives the replies it is told to, and remembers what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.replies: dict[str, Reply] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.lock, self.over = threading.Lock(), threading.Event()

    def handle_error(self, *_: Any) -> None:
        pass  # clients that break off are what is tested

    def url(self, path: str, *, scheme: str = "http", host: str = "127.0.0.1") -> str:
        return f"{scheme}://{host}:{self.server_address[1]}{path}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


@contextmanager
def serving(context: ssl.SSLContext | None = None) -> Iterator[Server]:
    server = Server()
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.02), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


def file(data: bytes, *, etag: str = '"one"') -> Reply:
    """Serve a file as RFC 9110 has it, with ranges."""

    def reply(handler: Handler) -> None:
        wanted = re.fullmatch(r"bytes=(\d+)-", handler.headers.get("Range", ""))
        if wanted and handler.headers.get("If-Range") == etag:
            start = int(wanted[1])
            fields = {"Content-Range": f"bytes {start}-{len(data) - 1}/{len(data)}"}
            handler.say(206, fields | {"Content-Length": str(len(data) - start), "ETag": etag}, data[start:])
        else:
            handler.say(200, {"Content-Length": str(len(data)), "ETag": etag}, data)

    return reply


def status(code: int, **fields: str) -> Reply:
    named = {name.replace("_", "-"): value for name, value in fields.items()}
    return lambda handler: handler.say(code, {"Content-Length": "0"} | named)


def redirect(url: str, code: int = 302) -> Reply:
    return status(code, Location=url)


def broken(data: bytes, after: int, *, etag: str = '"one"') -> Reply:
    """Promise the whole file and break off in the middle."""
    fields = {"Content-Length": str(len(data))} | ({"ETag": etag} if etag else {})
    return lambda handler: handler.say(200, fields, data[:after])


def reset(data: bytes, after: int) -> Reply:
    """Break off in the middle without a farewell (TCP reset)."""

    def reply(handler: Handler) -> None:
        broken(data, after)(handler)
        handler.server.over.wait(0.2)  # what was sent gets through first
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        handler.connection.close()

    return reply


def in_turn(*replies: Reply) -> Reply:
    """Reply with one after the other, and then with the last."""
    left = list(replies)

    def reply(handler: Handler) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(handler)

    return reply


def endless(fields: dict[str, str], piece: bytes = b"x" * 65536) -> Reply:
    def reply(handler: Handler) -> None:
        handler.say(200, fields)
        while not handler.server.over.is_set():
            handler.wfile.write(piece)

    return reply


def slow(fields: dict[str, str], *, pause: float = 0.05) -> Reply:
    """An octet now and then."""

    def reply(handler: Handler) -> None:
        handler.say(200, fields)
        while not handler.server.over.wait(pause):
            handler.wfile.write(b"x")
            handler.wfile.flush()

    return reply


def raw(*pieces: bytes, silence: float = 0) -> Reply:
    """Octets as they are, instead of an answer, after a time in which nothing is said."""

    def reply(handler: Handler) -> None:
        if silence:
            handler.server.over.wait(silence)
        for piece in pieces:
            handler.wfile.write(piece)

    return reply
