"""Nothing is fetched, everything is escaped, files are written whole, readers have limits."""

from __future__ import annotations

import os
import re
import subprocess
import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from jinja2 import UndefinedError
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from commcards.base.errors import UserError
from commcards.base.files import write_atomic
from commcards.base.units import Mm
from commcards.build import builder
from commcards.pdf.paintedbox import PaintRequest
from commcards.text.templates import Templates
from commcards.typesetting.complaints import RenderError
from commcards.typesetting.fetcher import NoFetcher
from commcards.typesetting.render import Renderer
from commcards.typesetting.typesetter import BASE_URL
from commcards.workspace.request import Request
from commcards.workspace.workspace import Workspace
from tests.support.engines import renderer_of
from tests.support.smalldeck import STAFF, build, files, listening, snapshot, translate

KNOWN = f"{BASE_URL}symbol/doctor"
HOSTILE = '<img src="//a.b"> <script> </p> &lt;b.'


# Fetching


class Server:
    """A server on the loopback that notes who asks for what."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        asked = self.asked

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                self.send_response(200)
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self.server.server_port}"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    made = Server()
    thread = threading.Thread(target=made.server.serve_forever)
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def secret(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("secret") / "secret.svg"
    path.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', "utf-8")
    return path


@pytest.fixture(scope="module", params=["private", "public"])
def renderer(request: pytest.FixtureRequest, workspace: Workspace) -> Renderer:
    return renderer_of(request.param, workspace)


URLS = {
    "http": "http://{host}/picture.svg",
    "https": "https://{host}/picture.svg",
    "with a user": "http://deck.invalid@{host}/symbol/doctor",
    "ftp": "ftp://{host}/picture.svg",
    "file": "file://{secret}",
    "file without slashes": "file:{secret}",
    "data": "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E",
    "relative": "picture.svg",
    "a path": "{secret}",
    "no scheme": "//{host}/picture.svg",
    "percent-encoded": BASE_URL + "symbol/%64octor",
    "encoded dots": BASE_URL + "symbol/%2e%2e/%2e%2e{secret}",
    "dots": BASE_URL + "symbol/../symbol/doctor",
    "unknown": BASE_URL + "symbol/nobody",
    "with a query": KNOWN + "?x",
    "with a fragment": KNOWN + "#x",
    "upper case": KNOWN.upper(),
    "empty": "",
    "of our own": KNOWN,
}  # fmt: skip

each_url = pytest.mark.parametrize("url", URLS.values(), ids=URLS)


def test_the_server_and_the_file_can_be_reached(server: Server, secret: Path) -> None:
    """WeasyPrint's own fetcher reaches both, so a refusal below means something."""
    fetcher = URLFetcher()
    fetcher.fetch(f"http://{server.host}/probe").close()
    assert server.asked == ["/probe"]
    response = fetcher.fetch(secret.as_uri())
    assert response.read() == secret.read_bytes()
    response.close()
    server.asked.clear()


@each_url
def test_the_fetcher_refuses(url: str, server: Server, secret: Path) -> None:
    with pytest.raises(FatalURLFetchingError, match="refused"):
        NoFetcher().fetch(url.format(host=server.host, secret=secret))
    assert server.asked == []


PLACES = {  # well-formed, as painted boxes are
    "picture": '<img alt="" src="{url}"/>',
    "object": '<object data="{url}"></object>',
    "embed": '<embed src="{url}"/>',
    "svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
    '<image href="{url}" width="9" height="9"/></svg>',
    "background": "<p style=\"background:url('{url}')\">A</p>",
    "list": "<ul><li style=\"list-style-image:url('{url}')\">A</li></ul>",
    "stylesheet": '<link rel="stylesheet" href="{url}"/>',
    "import": "<style>@import '{url}';</style>",
    "font": "<style>@font-face {{ font-family: x; src: url('{url}') }}</style><p>A</p>",
    "attachment": '<link rel="attachment" href="{url}"/>',
}


SHAPE = PaintRequest(0, "", Mm(0))


class Recorder(URLFetcher):  # type: ignore[misc]  # it has no types
    """Notes what WeasyPrint asks for, and has nothing."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        self.asked.append(url)
        return URLFetcherResponse(url, b"", {"Content-Type": "text/css"})


@pytest.mark.parametrize("scheme", ["http", "file"])
@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_no_place_in_a_page_reaches_out(
    place: str,
    scheme: str,
    renderer: Renderer,
    server: Server,
    secret: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """WeasyPrint asks for the URL in each place; ours refuses, and never asks its parent."""
    url = URLS[scheme].format(host=server.host, secret=secret)
    body = place.format(url=url)
    html = f'<html lang="en"><head><title>A</title></head><body>{body}</body></html>'
    recorder = Recorder()
    HTML(string=html, url_fetcher=recorder).write_pdf()
    assert url in recorder.asked
    reached: list[object] = []
    monkeypatch.setattr(URLFetcher, "fetch", lambda *arguments: reached.append(arguments))
    for attempt in (
        lambda: renderer.render(html, ("body > * { position: absolute }",), 1, [SHAPE]),
        lambda: renderer.render(html, (f"p {{ background: url('{url}') }}",), 1, [SHAPE]),
        lambda: renderer.render(html, (f"@import '{url}';",), 1, [SHAPE]),
        lambda: renderer.document(html),
    ):
        with suppress(RenderError, FatalURLFetchingError):
            attempt()
    assert reached == []
    assert server.asked == []


# Escaping


def test_a_hostile_translation_is_but_text(
    mini: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    translate(mini, "fr", "illness.fever", HOSTILE)
    noted = listening(monkeypatch)
    code, written = build(mini, capsys, language="fr")
    assert code == 0, [line for line in written.splitlines() if ": error[" in line]
    assert HOSTILE in noted.texts
    escaped = "&lt;script&gt; &lt;/p&gt; &amp;lt;b."
    pages = [path.read_text("utf-8") for path in files(mini / "output") if path.suffix == ".html"]
    (page,) = [text for text in pages if "//a.b" in text]
    assert escaped in page
    for text in (noted.markup, page):
        assert "<script>" not in text
        assert not re.search(r"<img[^>]*a\.b", text)
    pdf = mini / f"output/emergency/{STAFF}-fr/emergency_{STAFF}-fr_a6_a4.pdf"
    command = ["pdftotext", "-raw", str(pdf), "-"]
    shown = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    assert "".join(HOSTILE.split()) in "".join(shown.split())


@pytest.mark.parametrize(
    "template", ["{{ nothing }}", "{{ card.nothing }}", "{% if no %}{% endif %}"]
)
def test_an_unknown_name_in_a_template_is_an_error(template: str, tmp_path: Path) -> None:
    (tmp_path / "a.j2").write_text(template, "utf-8")
    with pytest.raises(UndefinedError):
        Templates.read(tmp_path).render("a.j2", {"card": {}})


@pytest.mark.parametrize("name", ["a.html.j2", "a.css.j2", "a.j2"])
def test_templates_escape_whatever_their_name(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("{{ text }}", "utf-8")
    assert Templates.read(tmp_path).render(name, {"text": "<b>&"}) == "&lt;b&gt;&amp;"


# Writing


def fail(*arguments: object, **options: object) -> None:
    raise OSError("the disk is full")


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_failed_write_leaves_the_old_file_and_no_debris(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "card.pdf"
    write_atomic(path, b"old")
    monkeypatch.setattr(os, step, fail)
    with pytest.raises(UserError, match="full"):
        write_atomic(path, b"new")
    assert snapshot(tmp_path).keys() == {"card.pdf"}
    assert path.read_bytes() == b"old"


def test_a_build_that_cannot_write_leaves_the_old_output(
    mini: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert build(mini, capsys)[0] == 0
    before = snapshot(mini / "output")
    translate(mini, "uk", "illness.fever", "Маю зовсім іншу температуру.")
    replace = os.replace

    def full(source: Any, target: Any) -> None:
        if (mini / "output") in Path(target).parents:
            fail()
        replace(source, target)

    monkeypatch.setattr(os, "replace", full)
    request = Request(root=mini, output=mini / "output", languages=("uk",))
    with pytest.raises(UserError, match="full"):
        builder.build(request)
    assert snapshot(mini / "output") == before


def test_every_output_is_synced_and_then_put_in_place(
    mini: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: dict[int, int] = {}  # size by inode
    placed: dict[Path, int] = {}
    fsync, replace = os.fsync, os.replace

    def note_sync(descriptor: int) -> None:
        fsync(descriptor)
        status = os.fstat(descriptor)
        synced[status.st_ino] = status.st_size

    def note_place(source: Any, target: Any) -> None:
        status = Path(source).stat()
        assert synced.get(status.st_ino) == status.st_size
        assert Path(source).parent == Path(target).parent  # or it could not be one step
        replace(source, target)
        placed[Path(target)] = status.st_ino

    monkeypatch.setattr(os, "fsync", note_sync)
    monkeypatch.setattr(os, "replace", note_place)
    assert build(mini, capsys)[0] == 0
    output = list(files(mini / "output"))
    assert {path.suffix for path in output} == {
        *(".pdf", ".html", ".json", ".css", ".svg", ".woff2"),
    }
    assert {path: path.stat().st_ino for path in output}.items() <= placed.items()


# Limits


@pytest.mark.parametrize(
    ("name", "size", "filling"),
    [
        ("cards/illness.yaml", 256 * 1024, "# long\n"),
        ("decks.yaml", 256 * 1024, "# long\n"),
        ("locales/uk/LC_MESSAGES/commcards.po", 4 * 1024 * 1024, "# long\n"),
        ("symbols/own/hit.svg", 64 * 1024, " "),
    ],
)
def test_a_file_too_large_is_refused(
    name: str, size: int, filling: str, mini: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A comment makes the file too large: without a limit it would be read, and build."""
    path = mini / name
    path.write_text(path.read_text("utf-8") + filling * (size // len(filling) + 1), "utf-8")
    code, written = build(mini, capsys)
    assert code in (1, 2)
    assert f"{name}:0:0: error[file-too-large]" in written
    assert not (mini / "output").exists()
