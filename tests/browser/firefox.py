"""A real Firefox driven over WebDriver BiDi, and the push service it talks to, both on loopback."""

from __future__ import annotations

import base64
import itertools
import json
import re
import shutil
import subprocess
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.client import ClientConnection, connect
from websockets.sync.server import Server, ServerConnection, serve

from tests.servers import free_port

PREFERENCES: dict[str, Any] = {
    "alerts.useSystemBackend": False,  # else showNotification fails where no desktop runs
    "app.update.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "dom.push.connection.enabled": True,
    "dom.push.enabled": True,
    "dom.push.testing.allowInsecureServerURL": True,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "permissions.default.desktop-notification": 1,
    "remote.prefs.recommended": True,
}


class PushService:
    """Speaks Mozilla's autopush protocol to the browser, and takes messages at `POST /wpush/<channel>`."""

    def __init__(self) -> None:
        self.port = 0
        self.channels: dict[str, ServerConnection] = {}
        self.received: list[dict[str, str]] = []

    def converse(self, socket: ServerConnection) -> None:
        for text in socket:
            said = json.loads(text or "{}")
            answer = self._answer(said, socket)
            socket.send(json.dumps(answer))

    def _answer(self, said: dict[str, Any], socket: ServerConnection) -> dict[str, Any]:
        channel = said.get("channelID", "")
        match said.get("messageType"):
            case "hello":
                uaid = said.get("uaid") or uuid.uuid4().hex
                return {"messageType": "hello", "uaid": uaid, "status": 200, "use_webpush": True, "broadcasts": {}}
            case "register":
                self.channels[channel] = socket
                endpoint = f"http://localhost:{self.port}/wpush/{channel}"
                return {"messageType": "register", "channelID": channel, "status": 200, "pushEndpoint": endpoint}
            case "unregister":
                self.channels.pop(channel, None)
                return {"messageType": "unregister", "channelID": channel, "status": 200}
            case _:
                return {}

    def push(self, channel: str, headers: dict[str, str], body: bytes) -> int:
        socket = self.channels.get(channel)
        if socket is None:
            return 410
        self.received.append(headers)
        data = base64.urlsafe_b64encode(body).rstrip(b"=").decode()
        message = {"messageType": "notification", "channelID": channel, "version": uuid.uuid4().hex, "data": data}
        socket.send(json.dumps({**message, "headers": {"encoding": headers["Content-Encoding"]}}))
        return 201


@contextmanager
def push_service() -> Iterator[tuple[PushService, str]]:
    """The service and the address Firefox connects to."""
    service = PushService()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(service.push(self.path.rpartition("/")[2], dict(self.headers), body))
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    service.port = http.server_port
    sockets: Server = serve(service.converse, "localhost", free_port(), subprotocols=["push-notification"])  # type: ignore[list-item]
    threads = [threading.Thread(target=server.serve_forever, daemon=True) for server in (http, sockets)]
    for thread in threads:
        thread.start()
    try:
        yield service, f"ws://localhost:{sockets.socket.getsockname()[1]}/"
    finally:
        sockets.shutdown()
        http.shutdown()
        http.server_close()


class Firefox:
    """One tab. `js` takes the body of an async function and gives what it returns."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self.command("session.new", capabilities={})
        self.tab = self.command("browsingContext.getTree")["contexts"][0]["context"]

    def command(self, method: str, **params: Any) -> dict[str, Any]:
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while (answer := json.loads(self._socket.recv(timeout=30))).get("id") != number:
            pass
        if answer["type"] == "error":
            raise RuntimeError(f"{method}: {answer['error']}: {answer['message']}")
        result: dict[str, Any] = answer["result"]
        return result

    def goto(self, url: str) -> None:
        self.command("browsingContext.navigate", context=self.tab, url=url, wait="complete")

    def js(self, body: str) -> Any:
        """As if a person had just touched the page."""
        function = f"async () => JSON.stringify(await (async () => {{ {body} }})())"
        answer = self.command(
            "script.callFunction",
            functionDeclaration=function,
            awaitPromise=True,
            target={"context": self.tab},
            userActivation=True,
        )
        if answer["type"] == "exception":
            raise RuntimeError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"].get("value", "null"))

    def wait(self, body: str, seconds: float = 20) -> Any:
        """What *body* returns, once that is truthy."""
        deadline = time.monotonic() + seconds
        while not (found := self.js(body)):
            if time.monotonic() > deadline:
                raise TimeoutError(body)
            time.sleep(0.1)
        return found

    def click(self, selector: str) -> None:
        self.js(f"document.querySelector({json.dumps(selector)}).click()")

    def keep_cookie(self, name: str, value: str) -> None:
        content = {"type": "string", "value": value}
        self.command("storage.setCookie", cookie={"name": name, "value": content, "domain": "localhost", "path": "/"})


@contextmanager
def firefox(folder: Path, push_url: str) -> Iterator[Firefox]:
    """A Firefox of our own with a new profile in *folder*; it ends with the block."""
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    if not program:
        pytest.skip("no Firefox on this machine")
    preferences = {**PREFERENCES, "dom.push.serverURL": push_url}
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in preferences.items()]
    (folder / "user.js").write_text("".join(lines))
    options = ["--headless", "--no-remote", "--profile", str(folder), "--remote-debugging-port", "0", "about:blank"]
    process = subprocess.Popen([program, *options], stderr=subprocess.PIPE, text=True)
    try:
        with connect(_address(process) + "/session", max_size=None) as socket:
            yield Firefox(socket)
    finally:
        process.terminate()
        process.wait(20)
        if process.stderr:
            process.stderr.close()


def _address(process: subprocess.Popen[str]) -> str:
    for line in process.stderr or ():
        if found := re.search(r"WebDriver BiDi listening on (ws://\S+)", line):
            return found[1]
    raise RuntimeError("Firefox ended before it listened")
