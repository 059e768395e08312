"""Orders of the deck builder: what may be asked for, the queue, and what is saved."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from threading import Event
from typing import Any

import pymupdf
import pytest

from commcards.base.errors import UserError
from commcards.build.builder import Builder
from commcards.project.decks import read_project
from commcards.workshop import desk as desk_module
from commcards.workshop.deckfile import Exists, save, text_of
from commcards.workshop.desk import Desk, PdfRequest, PdfResult
from commcards.workshop.order import UNNAMED, Order, Refused, deck_id_of, read_order
from commcards.workshop.press import MOST_WAITING, PATIENCE, Busy, Press, State
from commcards.workspace.request import BuildReport, Request
from commcards.workspace.workspace import Workspace
from tests.support.served import Answer, Served, serving
from tests.support.smalldeck import Built, build, files, translate

DAY = date(2026, 12, 1)
NOW = datetime(2026, 12, 1, 10, 40)
ORDER: dict[str, Any] = {
    "title": "Our clinic",
    "cards": ["violence", "illness"],
    "tools": ["answers"],
    "languages": ["ar", "uk"],
    "staff": "bg",
    "layout": "a6",
    "paper": "a4",
    "edition": "grey",
    "flip": "short-edge",
}


def order(workspace: Workspace, **changed: object) -> Order:
    return read_order({**ORDER, **changed}, workspace, DAY)


def test_an_order_is_a_deck_and_how_it_is_printed(workspace: Workspace) -> None:
    made = order(workspace)
    deck = made.deck
    assert (deck.id, deck.title.text, deck.version, deck.date) == (
        "our-clinic", "Our clinic", "2026.12", "2026-12-01",
    )  # fmt: skip
    assert (deck.cards, deck.tools) == (("violence", "illness"), ("answers",))
    assert (deck.staff, deck.languages) == (("bg",), ("ar+uk",))
    assert made.request == PdfRequest(
        "our-clinic", "bg", "ar+uk", "a6", "a4", "grey", "short-edge", deck
    )
    assert made.command == "commcards build our-clinic --edition grey --flip short-edge"


def test_a_flip_that_the_layout_has_anyway_is_not_said(workspace: Workspace) -> None:
    assert order(workspace, flip="long-edge").flip == ""
    assert order(workspace, layout="foldover", flip="short-edge").flip == ""


def test_a_deck_that_is_neutral_on_the_outside(workspace: Workspace) -> None:
    assert order(workspace, neutral="x").deck.neutral == ""
    deck = order(workspace, sensitive=True, neutral="talking").deck
    assert (deck.sensitive, deck.neutral) == (True, "talking")
    assert order(workspace, sensitive=True, neutral="").deck.neutral == "own-set"


@pytest.mark.parametrize(
    "changed",
    [
        {"cards": []},
        {"cards": ["no-such"]},
        {"cards": ["answers"]},
        {"cards": "illness"},
        {"cards": [["illness"]]},
        {"cards": ["../../etc/passwd"]},
        {"tools": ["illness"]},
        {"languages": []},
        {"languages": ["bg"]},
        {"languages": ["ar", "fa", "uk", "fr"]},
        {"languages": ["ar+fa"]},
        {"languages": ["ar-XB"]},
        {"languages": {"ar": 1}},
        {"staff": "el"},
        {"staff": None},
        {"layout": "a99"},
        {"layout": "poster"},
        {"paper": "a3"},
        {"edition": "pink"},
        {"flip": "over"},
        {"title": ""},
        {"title": " "},
        {"title": "x" * 61},
        {"title": "two\nlines"},
        {"title": 7},
        {"sensitive": True, "neutral": "../secret"},
        {"sensitive": True, "neutral": "Two Words"},
        {"sensitive": True, "neutral": "cards"},
        {"sensitive": True, "neutral": "emergency"},
    ],
    ids=str,
)
def test_what_is_not_there_is_refused(changed: dict[str, object], workspace: Workspace) -> None:
    with pytest.raises(Refused):
        order(workspace, **changed)


@pytest.mark.parametrize("data", [None, [], "x", 1])
def test_an_order_is_an_object(data: object, workspace: Workspace) -> None:
    with pytest.raises(Refused):
        read_order(data, workspace, DAY)


@pytest.mark.parametrize(
    ("title", "deck_id"),
    [
        ("Our clinic", "our-clinic"),
        ("  Żółty – 2! ", "zoty-2"),
        ("../../etc", "etc"),
        ("Нашите карти", UNNAMED),
        ("العيادة", UNNAMED),
        ("CON", "con"),
        ("...", UNNAMED),
        ("Cards", UNNAMED),
    ],
)
def test_ids_of_titles(title: str, deck_id: str) -> None:
    assert deck_id_of(title) == deck_id


# --- the file of a deck -----------------------------------------------------------------------


def test_a_saved_deck_is_what_was_ordered(workspace: Workspace, mini: Path) -> None:
    deck = order(workspace, title='A "clinic": #1 \\', sensitive=True, neutral="talking").deck
    save(mini, deck, NOW, replaces=False)
    project, faults = read_project(mini)
    assert [str(fault) for fault in faults if fault.where.file.startswith("decks/")] == []
    read = project.decks[deck.id]
    assert replace(read, where=deck.where, title=deck.title) == deck
    assert read.title.text == deck.title.text


@pytest.mark.parametrize("neutral", ["2024", "112", "2024-01-01", "true", "null"])
def test_a_folder_that_yaml_would_not_take_for_text(
    neutral: str, workspace: Workspace, mini: Path
) -> None:
    deck = order(workspace, sensitive=True, neutral=neutral).deck
    save(mini, deck, NOW, replaces=False)
    project, faults = read_project(mini)
    assert [str(fault) for fault in faults if fault.where.file.startswith("decks/")] == []
    assert project.decks[deck.id].neutral == neutral


def test_the_former_file_is_kept(workspace: Workspace, tmp_path: Path) -> None:
    first = order(workspace).deck
    assert save(tmp_path, first, NOW, replaces=False).file == "decks/our-clinic.yaml"
    assert save(tmp_path, first, NOW, replaces=False).former == ""
    written = (tmp_path / "decks/our-clinic.yaml").read_text("utf-8")
    (tmp_path / "decks/our-clinic.yaml").write_text(written + "# a comment\n", "utf-8")
    second = order(workspace, cards=["illness"]).deck
    with pytest.raises(Exists):
        save(tmp_path, second, NOW, replaces=False)
    saved = save(tmp_path, second, NOW, replaces=True)
    assert saved.former == "decks/our-clinic.yaml.20261201-104000.bak"
    assert (tmp_path / saved.former).read_text("utf-8") == written + "# a comment\n"
    assert (tmp_path / saved.file).read_text("utf-8") == text_of(second)


def test_a_deck_is_written_nowhere_else(workspace: Workspace, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    root = tmp_path / "project"
    root.mkdir()
    (root / "decks").symlink_to(elsewhere)
    with pytest.raises(OSError, match="leads out"):
        save(root, order(workspace).deck, NOW, replaces=True)
    assert list(elsewhere.iterdir()) == []
    (root / "decks").unlink()
    (root / "decks").mkdir()
    (root / "decks/our-clinic.yaml").symlink_to(elsewhere / "stolen.yaml")
    (elsewhere / "stolen.yaml").write_text("secret", "utf-8")
    with pytest.raises(OSError, match="leads out"):
        save(root, order(workspace).deck, NOW, replaces=True)
    assert (elsewhere / "stolen.yaml").read_text("utf-8") == "secret"


@pytest.mark.parametrize("title", ["a\u0301" + "\u0301" * 20, "x\u200b\u202ey"])
def test_a_title_that_the_reader_would_refuse(title: str, workspace: Workspace) -> None:
    with pytest.raises(UserError) as caught:
        order(workspace, title=title)
    assert caught.value.diagnostics[0].where.file == f"decks/{deck_id_of(title)}.yaml"


# --- the queue --------------------------------------------------------------------------------


class Slow:
    """A desk whose builds wait for ``go``; everything is queued and done by ``work``."""

    def __init__(self) -> None:
        self.queued: list[Any] = []
        self.built: list[PdfRequest] = []
        self.kept: dict[PdfRequest, PdfResult] = {}

    def made(self, request: PdfRequest) -> PdfResult | None:
        return self.kept.get(request)

    def queue(self, work: Any) -> None:
        self.queued.append(work)

    def build(self, request: PdfRequest) -> PdfResult:
        self.built.append(request)
        if request.layout == "bug":
            raise ValueError("secret")
        pdf = b"" if request.layout == "fault" else b"%PDF"
        self.kept[request] = PdfResult(pdf, ())
        return self.kept[request]

    def work(self) -> None:
        self.queued.pop(0)()


def asked(layout: str) -> PdfRequest:
    return PdfRequest("deck", "bg", "ar", layout, "a4")


@pytest.fixture
def slow() -> Slow:
    return Slow()


@pytest.fixture
def noted() -> list[str]:
    return []


@pytest.fixture
def now() -> list[float]:
    return [1000.0]


@pytest.fixture
def press(slow: Slow, noted: list[str], now: list[float]) -> Press:
    return Press(slow, noted.append, lambda: now[0])  # type: ignore[arg-type]


def test_equal_orders_are_built_once(press: Press, slow: Slow) -> None:
    tickets = [press.place(asked("a6")) for _ in range(50)]
    assert {ticket.id for ticket in tickets} == {tickets[0].id}
    assert len(slow.queued) == 1
    slow.work()
    assert press.place(asked("a6")).state is State.DONE
    assert slow.built == [asked("a6")]


def test_orders_wait_in_turn(press: Press, slow: Slow) -> None:
    first, second = press.place(asked("a6")), press.place(asked("a5"))
    assert (first.before, second.before) == (0, 1)
    slow.work()
    found = press.find(second.id)
    assert found and (found.state, found.before) == (State.WAITING, 0)


def test_an_order_that_nobody_waits_for_is_not_built(
    press: Press, slow: Slow, now: list[float]
) -> None:
    left, awaited = press.place(asked("a6")), press.place(asked("a5"))
    now[0] += PATIENCE - 1
    press.find(awaited.id)
    now[0] += 2
    slow.work()
    slow.work()
    assert slow.built == [asked("a5")]
    assert press.find(left.id) is None
    assert press.place(asked("a6")).state is State.WAITING


def test_a_queue_has_an_end(press: Press, slow: Slow) -> None:
    for number in range(MOST_WAITING):
        press.place(asked(str(number)))
    with pytest.raises(Busy):
        press.place(asked("one more"))
    press.place(asked("0"))  # waits already
    slow.work()
    press.place(asked("one more"))


def test_faults_and_bugs_end_an_order(press: Press, slow: Slow, noted: list[str]) -> None:
    tickets = [press.place(asked(name)) for name in ("fault", "bug", "a6")]
    for _ in tickets:
        slow.work()
    found = [press.find(ticket.id) for ticket in tickets]
    assert [each and each.state for each in found] == [State.FAILED, State.FAILED, State.DONE]
    assert found[1] and found[1].result is None
    assert any("secret" in line for line in noted)


# --- the server -------------------------------------------------------------------------------


@pytest.fixture
def served(mini: Path) -> Iterator[Served]:
    with serving(mini) as server:
        yield server


def finished(served: Served, data: object) -> dict[str, Any]:
    """Order, and wait until it is built."""
    token = served.token()
    answer = served.send("/orders", data, token=token)
    assert answer.status == 200, answer.text
    while answer.json["state"] in ("waiting", "working"):
        time.sleep(0.05)
        answer = served.ask(f"/orders/{answer.json['id']}")
    told: dict[str, Any] = answer.json
    return told


def test_the_pdf_is_what_the_command_line_builds(
    served: Served, mini: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = finished(served, ORDER)
    assert (told["state"], told["name"]) == ("done", "our-clinic_bg-ar-uk_a6_a4_grey.pdf")
    got = served.ask(f"/orders/{told['id']}/{told['name']}")
    assert got.headers["content-type"] == "application/pdf"
    assert got.headers["content-disposition"] == f'attachment; filename="{told["name"]}"'
    assert served.send("/decks", ORDER).json["file"] == "decks/our-clinic.yaml"
    options = ("our-clinic", "--edition", "grey", "--flip", "short-edge")
    code, written = build(mini, capsys, *options, language="ar+uk")
    assert code == 0, written
    built = mini / "output/our-clinic/bg-ar-uk" / told["name"]
    assert built.read_bytes() == got.body


def read_workspace_of(root: Path) -> Workspace:
    from commcards.workspace.workspace import read_workspace

    return read_workspace(root)[0]


def test_pages_of_an_order_are_pictures(served: Served) -> None:
    told = finished(served, ORDER)
    pages = [served.ask(f"/orders/{told['id']}/{n}.png") for n in range(told["pages"] + 2)]
    assert [page.status for page in pages] == [404, *[200] * told["pages"], 404]
    assert all(page.body.startswith(b"\x89PNG") for page in pages[1:-1])
    assert served.ask("/orders/0123/1.png").status == 404
    assert served.ask(f"/orders/{told['id']}/decks.pdf").status == 404


def test_faults_are_told_with_their_place(served: Served, mini: Path) -> None:
    line = translate(mini, "ar", "illness.fever", " حرارتي.")
    told = finished(served, ORDER)
    assert told["state"] == "failed"
    (fault,) = (each for each in told["faults"] if each["code"] == "edge-space")
    assert fault["where"].startswith(f"locales/ar/LC_MESSAGES/commcards.po:{line}")
    assert fault["hint"]
    translate(mini, "ar", "illness.fever", "حرارتي مرتفعة.")
    assert finished(served, ORDER)["state"] == "done"


def test_a_title_that_no_font_can_write_is_a_fault(served: Served) -> None:
    told = finished(served, {**ORDER, "title": "𒀀"})
    assert [fault["code"] for fault in told["faults"]] == ["missing-glyph"]


@pytest.mark.parametrize(("language", "title"), [("my", "ကျွန်ုပ်တို့၏ ကတ်များ"), ("bg", "Нашите карти")])
def test_a_title_in_the_language_of_staff(
    language: str, title: str, served: Served, mini: Path
) -> None:
    """It stands on the cover as it is written, is no draft, and nobody is asked to translate it."""
    decks = mini / "decks.yaml"
    decks.write_text(decks.read_text("utf-8").replace("staff: [bg]", "staff: [bg, my]"), "utf-8")
    told = finished(served, {**ORDER, "title": title, "language": language})
    assert told["state"] == "done", told["faults"]
    pdf = served.ask(f"/orders/{told['id']}/{told['name']}").body
    with pymupdf.open(stream=pdf) as document:  # type: ignore[no-untyped-call]
        assert document.metadata["title"].startswith(title)
    saved = served.send("/decks", {**ORDER, "title": title, "language": language}).json["file"]
    project, faults = read_project(mini)
    assert [fault for fault in faults if fault.where.file == saved] == []
    assert project.decks["own-deck"].title.language == language
    assert "decks.own-deck.title" not in [message.key for message in project.messages()]


def test_files_that_cannot_be_read_are_told(served: Served, mini: Path) -> None:
    token = served.token()
    (mini / "cards/illness.yaml").write_text("a: [\n", "utf-8")
    assert served.send("/orders", ORDER, token=token).status == 400
    assert "[yaml-syntax]" in served.ask("/builder").text


def test_without_its_words_there_is_no_deck_builder(served: Served, mini: Path) -> None:
    (mini / "templates/serve/words.yaml").unlink()
    status, page = served.show("/builder")
    assert status == 422
    assert "templates/serve/words.yaml" in page
    assert served.show("/")[0] == 200


def test_a_deck_is_saved_once_and_replaced_on_demand(served: Served, mini: Path) -> None:
    before = {path: path.read_bytes() for path in files(mini) if ".store" not in path.parts}
    saved = served.send("/decks", ORDER)
    assert saved.json["file"] == "decks/our-clinic.yaml"
    again = {**ORDER, "cards": ["illness"]}
    refusal = served.send("/decks", again)
    assert (refusal.status, refusal.json["file"]) == (409, "decks/our-clinic.yaml")
    replaced = served.send("/decks", {**again, "replace": True})
    assert replaced.status == 200
    after = {path: path.read_bytes() for path in files(mini) if ".store" not in path.parts}
    new = {path.relative_to(mini).as_posix() for path in after.keys() - before.keys()}
    assert new == {"decks/our-clinic.yaml", replaced.json["former"]}
    assert all(after[path] == data for path, data in before.items())


def test_no_deck_of_the_project_is_replaced(served: Served, mini: Path) -> None:
    answer = served.send("/decks", {**ORDER, "title": "Emergency", "replace": True})
    assert (answer.status, answer.json["taken"]) == (409, True)
    assert not (mini / "decks").exists()


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 5000, b"\xff", b'{"cards": NaN}'])
def test_what_is_no_order(body: bytes, served: Served) -> None:
    headers = {
        "Origin": served.origin,
        "X_Commcards_Token": served.token(),
        "Content_Type": "application/json",
    }
    assert served.ask("/orders", "POST", body, **headers).status == 400


def test_pages_do_not_wait_for_builds(
    served: Served, mini: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    going, go = Event(), Event()

    def build(_: Builder, request: Request) -> BuildReport:
        going.set()
        assert go.wait(60)
        return BuildReport(1, 0, 0, 0.0, (), ())

    monkeypatch.setattr(Builder, "build", build)
    answer: Answer = served.send("/orders", ORDER)
    assert going.wait(60)
    try:
        translate(mini, "ar", "illness.fever", "حرارتي.")
        assert "حرارتي." in served.ask("/lines?language=ar").text
        assert served.ask(f"/orders/{answer.json['id']}").json["state"] == "working"
    finally:
        go.set()


def test_a_watched_project_is_read_again_when_it_changes(mini: Path) -> None:
    with serving(mini, watched=True) as server:
        first = server.ask("/state").json["state"]
        assert server.ask("/state").json["state"] == first
        translate(mini, "ar", "illness.fever", "حرارتي.")
        started = time.monotonic()
        while server.ask("/state").json["state"] == first:
            assert time.monotonic() - started < 1
            time.sleep(0.02)


def test_results_of_former_files_are_not_given(built: Built, mini: Path) -> None:
    desk = Desk(mini)
    request = order(read_workspace_of(mini)).request
    assert desk.made(request) is None
    first = desk.pdf(request)
    assert desk.made(request) is first
    translate(mini, "ar", "illness.fever", "حرارتي.")
    assert desk.made(request) is None
    assert desk.pdf(request).version != first.version
    desk.close()


class Opened:
    """Notes what this process opens and changes while ``noting``; Python has no way to unhook."""

    def __init__(self) -> None:
        self.noting = False
        self.read: set[Path] = set()
        self.written: set[Path] = set()
        sys.addaudithook(self._note)

    def _note(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.noting:
            return
        if event == "open" and isinstance(arguments[0], str | bytes | os.PathLike):
            path = Path(os.fsdecode(arguments[0])).absolute()
            writes = bool((arguments[2] or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
            (self.written if writes else self.read).add(path)
        elif event in ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink"):
            paths = [each for each in arguments[:2] if isinstance(each, str | os.PathLike)]
            self.written.update(Path(os.fspath(each)).absolute() for each in paths)


def test_nothing_outside_the_project_is_read_or_written(
    mini: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the first page to a saved deck. Of the machine, only programs and fonts are read."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "secret").write_text("secret", "utf-8")
    monkeypatch.setenv("HOME", str(home))
    opened = Opened()
    with serving(mini) as served:
        opened.noting = True
        told = finished(served, ORDER)
        for path in ("/", "/builder", "/style.css", "/lines?language=ar", "/picture/ill.svg"):
            assert served.ask(path).status == 200
        for name in ("1.png", told["name"]):
            assert served.ask(f"/orders/{told['id']}/{name}").status == 200
        assert served.send("/decks", ORDER).status == 200
        opened.noting = False
    outside = {
        path
        for path in opened.written
        if not path.is_relative_to(mini)
        if not path.relative_to(path.anchor).is_relative_to("dev")
        if not any(part.startswith("commcards-") for part in path.parts)  # base.files.scratch
        if "__pycache__" not in path.parts  # Python's own
    }
    assert outside == set()
    assert mini / "decks/our-clinic.yaml" in opened.written
    assert home / "secret" not in opened.read
    others = {path for path in opened.read if path.is_relative_to(tmp_path)}
    assert {path for path in others if not path.is_relative_to(mini)} <= {home}


def test_what_is_kept_has_an_end(mini: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of PDFs and of pictures, what was asked for last stays."""
    desk = Desk(mini)
    workspace = read_workspace_of(mini)
    requests = [order(workspace, title=f"Deck {letter}").request for letter in "abc"]
    results = [desk.pdf(request) for request in requests]
    assert [desk.made(request) for request in requests] == results
    monkeypatch.setattr(desk_module, "MOST_BYTES", 2 * len(results[0].pdf) + 2000)
    again = desk.pdf(order(workspace, title="Deck d").request)
    assert [desk.made(request) for request in requests[:2]] == [None, None]
    assert desk.made(order(workspace, title="Deck d").request) is again
    desk.close()


def test_any_language_with_words_may_be_that_of_staff(served: Served, mini: Path) -> None:
    """A new project need not be edited to have another language of staff, nor does the page."""
    decks = mini / "decks.yaml"
    decks.write_text(decks.read_text("utf-8").replace("staff: [bg]", "staff: [en]"), "utf-8")
    page = served.ask("/builder", Accept_Language="bg-BG,bg;q=0.9,en;q=0.5").text
    assert '<html lang="bg"' in page
    assert '<option value="bg" lang="bg" selected>' in page
    assert '<html lang="en"' in served.ask("/builder", Accept_Language="el, x;q=2;;, *").text
    assert finished(served, ORDER)["state"] == "done"
