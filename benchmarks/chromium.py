"""A headless Chromium that stays open, controlled over the DevTools protocol."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

PROGRAM = "/usr/bin/chromium"
_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--allow-file-access-from-files", "--remote-debugging-pipe",
)  # fmt: skip


class Chromium:
    """Started, and warmed by printing a page; ends with the ``with`` block."""

    def __init__(self, fontconfig: Path) -> None:
        """``fontconfig`` says which fonts there are."""
        self._profile = tempfile.TemporaryDirectory(prefix="commcards-bench-")
        theirs_in, self._out = os.pipe()
        self._in, theirs_out = os.pipe()
        # Chromium reads descriptor 3 and writes 4; bash can give it those.
        script = f'exec "$@" 3<&{theirs_in} 4>&{theirs_out}'
        command = [PROGRAM, *_FLAGS, f"--user-data-dir={self._profile.name}", "about:blank"]
        self._process = subprocess.Popen(
            ["bash", "-c", script, "bash", *command],
            pass_fds=(theirs_in, theirs_out),
            env={**os.environ, "FONTCONFIG_FILE": str(fontconfig)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        self._received = b""
        self._number = 0
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        attached = self._ask("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        self._ask("Page.enable")
        self._ask("Page.printToPDF")

    _session: str | None = None

    @property
    def pid(self) -> int:
        """The process above all of its processes."""
        return self._process.pid

    def __enter__(self) -> Chromium:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._session = None
        self._send("Browser.close")
        self._process.wait(30)
        os.close(self._in)
        os.close(self._out)
        self._profile.cleanup()

    def print(self, folder: Path, output: Path, names: Sequence[str]) -> None:
        """Write a PDF for each HTML file; tagged, as Chromium does by default."""
        for name in names:
            self._ask("Page.navigate", url=(folder / f"{name}.html").absolute().as_uri())
            self._wait(lambda told: told.get("method") == "Page.loadEventFired")
            printed = self._ask("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
            (output / f"{name}.pdf").write_bytes(base64.b64decode(printed["data"]))

    def _ask(self, method: str, **values: object) -> Any:
        number = self._send(method, **values)
        told = self._wait(lambda told: told.get("id") == number)
        if "error" in told or told["result"].get("errorText"):
            raise RuntimeError(f"{method}: {told}")
        return told["result"]

    def _send(self, method: str, **values: object) -> int:
        self._number += 1
        message: dict[str, object] = {"id": self._number, "method": method, "params": values}
        if self._session:
            message["sessionId"] = self._session
        data = memoryview(json.dumps(message).encode() + b"\0")
        while data:
            data = data[os.write(self._out, data) :]
        return self._number

    def _wait(self, wanted: Any) -> Any:
        """Return the next message that is wanted; others are let go."""
        while True:
            told = json.loads(self._receive())
            if wanted(told):
                return told

    def _receive(self) -> bytes:
        parts = [self._received]
        while b"\0" not in parts[-1]:
            part = os.read(self._in, 1 << 20)
            if not part:
                raise RuntimeError("Chromium has ended")
            parts.append(part)
        message, _, self._received = b"".join(parts).partition(b"\0")
        return message
