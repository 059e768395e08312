"""The translator's preview: what it shows, what it refuses, and that it changes nothing."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pypdfium2  # type: ignore[import-untyped]
import pytest
from starlette.applications import Starlette
from starlette.requests import Request as Asked
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from commcards.base import paths
from commcards.build.builder import Builder
from commcards.workshop import HOST
from commcards.workshop.desk import Desk, PdfRequest
from commcards.workshop.guard import POLICY
from commcards.workshop.proof import proofs
from commcards.workspace.request import BuildReport, Request
from commcards.workspace.workspace import Workspace
from tests.support.served import Served, running, serving
from tests.support.smalldeck import Built, files, translate

FEVER = "illness.fever"


Show = Callable[..., tuple[int, str]]


@pytest.fixture
def project(mini: Path) -> Path:
    """Return the small project with the few languages that the tests look at."""
    for folder in (mini / "locales").iterdir():
        if folder.is_dir() and folder.name not in ("ar", "bg"):
            shutil.rmtree(folder)
    return mini


@pytest.fixture
def show(project: Path) -> Iterator[Show]:
    """Return what answers an address with a status and a page."""
    with serving(project) as served:
        yield served.show


@pytest.fixture(scope="module")
def show_only(built: Built) -> Iterator[Show]:
    """Return the same for all tests that change nothing."""
    with serving(built.root) as served:
        yield served.show


@pytest.fixture
def requested(monkeypatch: pytest.MonkeyPatch) -> list[Request]:
    """Note what would be built; nothing is."""
    noted: list[Request] = []

    def build(_: Builder, request: Request) -> BuildReport:
        noted.append(request)
        return BuildReport(1, 0, 0, 0.0, (), ())

    monkeypatch.setattr(Builder, "build", build)
    return noted


def item(page: str, key: str) -> str:
    """Return the part of the list that one line has."""
    parts = page.split('<div class="picture">')
    (found,) = (part for part in parts if f'<p class="where">{key}</p>' in part)
    return found


def test_the_front_page_lists_languages_and_decks(show_only: Show) -> None:
    status, page = show_only("/")
    assert status == 200
    assert 'href="/lines?language=ar"' in page
    assert '<span lang="ar" dir="rtl">العربية</span>' in page
    assert '<option value="emergency">Emergency</option>' in page


def test_a_line_stands_with_its_card_picture_speaker_and_note(show: Show, project: Path) -> None:
    translate(project, "ar", FEVER, "حرارتي <b> مرتفعة.")
    _, page = show("/lines", language="ar", staff="bg")
    line = item(page, FEVER)
    assert 'src="/picture/fever.svg"' in line
    assert "I have a fever." in line
    assert "Имам висока температура." in line
    assert "<b>The person says it.</b> High body temperature." in line
    assert '<span class="own" lang="ar" dir="rtl">حرارتي &lt;b&gt; مرتفعة.</span>' in line
    assert 'class="state draft"' in line
    assert "Form for a woman who speaks." in item(page, "illness.i-am-ill@speaker=f")
    assert "An answer to “" in item(page, "violence.who.partner")


def test_every_line_of_the_catalog_is_there_once(show_only: Show, workspace: Workspace) -> None:
    _, page = show_only("/lines", language="fr")
    keys = re.findall(r'<p class="where">(\S+)</p>', page)
    assert sorted(keys) == sorted({message.key for message in workspace.wanted("fr")})


def test_faults_stand_beside_their_line(show: Show, project: Path) -> None:
    translate(project, "ar", FEVER, " حرارتي.")
    _, page = show("/lines", language="ar", show="faults")
    assert "[edge-space]" in item(page, FEVER)
    assert f"{FEVER}: " not in item(page, FEVER)
    assert page.count('<li class="bad">') == page.count('<p class="where">') == 1
    translate(project, "ar", FEVER, "حرارتي مرتفعة.")
    assert "There are no such lines." in show("/lines", language="ar", show="faults")[1]


def test_faults_of_a_service_stand_beside_its_name(show: Show, project: Path) -> None:
    (project / paths.SERVICES).write_text(
        """kinds: {emergency: call-112}
services:
  ambulance:
    name: Ambulance
    name-language: en
    name-note: Name of a number.
    hours: '\U0001f551'
    kind: emergency
    country: EU
    phone: '112'
    source: a test
    checked: '2026-11-22'
""",
        "utf-8",
    )
    _, page = show("/lines", language="ar")
    assert "[missing-glyph]" in item(page, "service.ambulance")
    assert page.count("[missing-glyph]") == 1


def test_open_lines_are_empty_ones_and_drafts(show: Show, project: Path) -> None:
    translate(project, "ar", FEVER, "")
    _, page = show("/lines", language="ar", show="open")
    assert 'class="state empty"' in item(page, FEVER)
    assert "not translated" in item(page, FEVER)
    assert "may stay empty" not in page


def test_a_deck_cuts_the_list_down(show_only: Show) -> None:
    _, every = show_only("/lines", language="ar")
    _, deck = show_only("/lines", language="ar", deck="emergency")
    assert item(deck, FEVER)
    assert deck.count('<p class="where">') <= every.count('<p class="where">')
    assert "&deck=emergency" in unescape(deck)


def test_a_catalog_that_cannot_be_read_is_reported(show: Show, project: Path) -> None:
    path = project / "locales" / "ar" / "LC_MESSAGES" / "commcards.po"
    path.write_text(
        path.read_text("utf-8").replace('msgid "I am ill."', "msgid I am ill."), "utf-8"
    )
    status, page = show("/lines", language="ar")
    assert status == 200
    assert "[po-syntax]" in page


@pytest.mark.parametrize("name", ["decks.yaml", "languages.yaml", "cards/illness.yaml"])
def test_a_broken_file_is_reported(name: str, show: Show, project: Path) -> None:
    (project / name).write_text("a: [\n", "utf-8")
    status, page = show("/")
    assert status == 200
    assert "[yaml-syntax]" in page
    status, page = show("/lines")
    assert status == (404 if name == "languages.yaml" else 200)
    assert show("/line", key=FEVER)[0] == (200 if name == "decks.yaml" else 404)


def test_what_is_not_prepared_is_reported(show: Show, project: Path) -> None:
    (project / ".assets").unlink()
    (project / "cards" / "illness.yaml").touch()
    for path in ("/", "/lines", "/line", "/build"):
        status, page = show(path)
        assert status == 422
        assert "[fonts-missing]" in page
    assert show("/style.css")[0] == 200


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/nothing", {}),
        ("/picture/../../decks.yaml", {}),
        ("/picture/%2e%2e/decks.yaml", {}),
        ("/picture/no-such.svg", {}),
        ("/font/..%2f..%2fdecks.yaml", {}),
        ("/font/manifest.json", {}),
        ("//etc/passwd", {}),
        ("/lines", {"language": "tlh"}),
        ("/lines", {"language": "../../etc"}),
        ("/lines", {"language": "ar", "show": "<script>"}),
        ("/line", {"language": "ar", "key": "no.such"}),
        ("/line", {"language": "ar", "key": FEVER, "layout": "a99"}),
        ("/build", {"deck": "../x", "language": "ar"}),
        ("/build", {"language": []}),
        ("/build", {"language": "bg", "staff": "bg"}),
        ("/build", {"language": ["ar", "fa", "uk", "fr"]}),
        ("/build", {"language": "ar", "layout": "poster", "paper": "a3x"}),
    ],
)  # fmt: skip
def test_what_is_not_there_is_refused(
    path: str, query: dict[str, Any], show_only: Show, requested: list[Request]
) -> None:
    status, page = show_only(path, **query)
    assert status == 404
    assert "<script>" not in page
    assert requested == []


def test_the_deck_builder_asks_for_one_pdf(
    show: Show, project: Path, requested: list[Request]
) -> None:
    query = {"deck": "emergency", "staff": "en", "layout": "a6", "paper": "letter"}
    show("/build", language=["ar", "bg"], **query)
    assert requested == [
        Request(
            root=project,
            output=project / paths.STORE / "preview",
            decks=("emergency",),
            staff=("en",),
            languages=("ar+bg",),
            layouts=("a6",),
            papers=("letter",),
        )
    ]


def test_a_line_on_paper(show: Show, project: Path) -> None:
    order = {"deck": "emergency", "staff": "bg", "language": "ar", "layout": "a6"}
    status, page = show("/line", language="ar", staff="bg", key=FEVER)
    assert status == 200
    assert "the line in a frame" in page
    assert 'src="data:image/png;base64,iVBOR' in page
    assert "deck=emergency&staff=bg&language=ar&layout=a6&paper=a4#page=" in unescape(page)
    assert (
        show("/build", deck="emergency", staff="bg", language="ar", layout="a6")[1][:5] == "%PDF-"
    )
    translate(project, "ar", FEVER, " حرارتي.")
    status, page = show("/line", language="ar", staff="bg", key=FEVER)
    assert "The pages can be shown when these faults are mended" in page
    assert page.count("[edge-space]") == 2  # beside the line, and where the paper would be
    assert show("/build", **order)[0] == 422


def kept(root: Path) -> dict[Path, bytes]:
    """Return every file but those of the cache."""
    return {path: path.read_bytes() for path in files(root) if ".store" not in path.parts}


def test_nothing_in_the_project_changes(show: Show, project: Path) -> None:
    before = kept(project)
    show("/")
    show("/lines", language="ar")
    show("/line", language="ar", staff="bg", key=FEVER)
    assert before == kept(project)


def test_sheets_are_built_once_for_the_same_files(
    project: Path, tmp_path: Path, requested: list[Request]
) -> None:
    desk = Desk(project)
    order = PdfRequest("emergency", "bg", "ar", "a6", "a4")
    desk.pdf(order)
    desk.pdf(order)
    assert len(requested) == 1
    translate(project, "ar", FEVER, "حرارتي.")
    desk.pdf(order)
    assert len(requested) == 2
    desk.close()


def test_proofs_frame_words_in_either_direction(built: Built) -> None:
    data = built.pdf("ar").read_bytes()
    person, staff = (
        proofs(data, "E03", [text]) for text in ("حرارتي مرتفعة.", "Имам висока температура.")
    )
    assert [proof.framed for proof in (*person, *staff)] == [True, True]
    assert person[0].page == staff[0].page
    assert person[0].png != staff[0].png
    text = pypdfium2.PdfDocument(data)[person[0].page - 1].get_textpage().get_text_bounded()
    assert "E03" in text


def test_without_the_words_the_pages_of_the_card_are_shown(built: Built) -> None:
    found = proofs(built.pdf("uk").read_bytes(), "E03", ["this stands nowhere"])
    assert found
    assert not any(proof.framed for proof in found)


@pytest.fixture
def served() -> Iterator[Served]:
    """Run a server with one page."""

    async def page(request: Asked) -> Response:
        if request.url.path == "/bug":
            raise ValueError("secret")
        return PlainTextResponse(f"{request.url.path} {dict(request.query_params)}")

    app = Starlette(routes=[Route("/{path:path}", page, methods=["GET", "POST"])])
    with running(lambda _: app, []) as server:
        yield server


def test_only_this_machine_can_reach_it(served: Served) -> None:
    port = served.port
    answer = served.ask(f"/lines?key={quote('a b&c')}")
    assert (answer.status, answer.text) == (200, "/lines {'key': 'a b&c'}")
    assert answer.headers["content-security-policy"] == POLICY
    assert "script-src" not in POLICY
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert served.ask("/", Host=f"localhost:{port}").status == 200
    for host in ("evil.example", f"evil.example:{port}", HOST, f"{HOST}:1"):
        assert served.ask("/", Host=host).status == 403


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"])
def test_nothing_but_get_and_post(method: str, served: Served) -> None:
    assert served.ask("/", method).status == 405


@pytest.mark.parametrize("path", ["/", "/lines", "/line", "/build", "/builder", "/orders/1"])
def test_pages_are_not_written_to(path: str, built: Built) -> None:
    with serving(built.root) as server:
        assert server.send(path, {}).status == 405


def test_a_query_without_end_is_refused(show_only: Show) -> None:
    assert show_only("/", **{f"a{n}": "1" for n in range(100)})[0] == 400
    assert show_only("/lines", language=["ar"] * 100)[0] == 400


def test_a_bug_is_logged_only_in_the_terminal(served: Served) -> None:
    answer = served.ask("/bug")
    assert answer.status == 500
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert served.ask("/").status == 200
    assert any("secret" in text for text in served.noted)


def test_a_card_or_a_state_cuts_the_list_down(show_only: Show, show: Show) -> None:
    _, card = show_only("/lines", language="ar", card="illness")
    assert set(re.findall(r'<p class="where">(\w+)\.', card)) == {"illness"}
    _, drafts = show("/lines", language="ar", show="draft")
    assert item(drafts, FEVER)
    _, stale = show("/lines", language="ar", show="stale")
    assert FEVER not in stale
