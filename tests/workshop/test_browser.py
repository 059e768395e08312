"""The deck builder as a new user meets it, in real Chromium."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.support.badinput import REPOSITORY
from tests.support.served import Served, serving
from tests.support.smalldeck import KEPT, build, lay_out, translate

pytestmark = pytest.mark.slow

AXE = REPOSITORY / "tests/node/node_modules/axe-core/axe.min.js"
SIX = ("illness", "pregnancy", "birth", "lost", "theft", "threat")
PATIENT = 120  # seconds: a cold build on a busy machine


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Debian's Chromium: playwright's own is not downloaded."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the small project with seven cards, and what they need."""
    root = tmp_path_factory.mktemp("six")
    lay_out(root, {**KEPT, **dict.fromkeys(SIX[1:], ()), **dict.fromkeys(tools(), ())})
    return root


def tools() -> list[str]:
    """Return the tool cards of the project."""
    folder = REPOSITORY / "cards"
    return [path.stem for path in folder.glob("*.yaml") if "kind: answers" in path.read_text()]


@pytest.fixture(scope="module")
def served(root: Path) -> Iterator[Served]:
    with serving(root, watched=True) as server:
        yield server


@pytest.fixture
def page(browser: Browser, served: Served) -> Iterator[Page]:
    """Return the builder in Bulgarian; a message of the console or an error fails the test."""
    context = browser.new_context(locale="bg-BG", viewport={"width": 1300, "height": 900})
    shown = context.new_page()
    told: list[str] = []
    shown.on("console", lambda message: told.append(message.text))
    shown.on("pageerror", lambda error: told.append(str(error)))
    shown.goto(f"{served.origin}/builder")
    yield shown
    context.close()
    # Chromium notes each refusal of the server, though the page expects it.
    assert [text for text in told if "status of 4" not in text] == []


def order(page: Page) -> list[str]:
    """Return the cards in their order."""
    found: list[str] = page.eval_on_selector_all(
        "#order > li", "items => items.map(item => item.dataset.id)"
    )
    return found


def tick(page: Page, *cards: str) -> None:
    for card in cards:
        page.check(f"#cards input[value={card}]")


def choose(page: Page, *languages: str) -> None:
    for tag in languages:
        page.check(f"input[name=languages][value={tag}]")


def until(is_so: Callable[[], bool], seconds: float = 10) -> None:
    """Wait; the policy of the page keeps playwright from evaluating text there again and again."""
    started = time.monotonic()
    while not is_so():
        assert time.monotonic() - started < seconds
        time.sleep(0.02)


def ready(page: Page, part: str = "") -> None:
    """Wait until the sheets are there, by a PDF that has a part in its name."""
    link = page.locator("#download")
    until(lambda: link.is_visible() and part in (link.get_attribute("href") or ""), PATIENT)


def test_six_cards_from_ticks_to_paper(
    page: Page, root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The downloaded PDF has the bytes that the command line builds of the saved deck."""
    assert page.get_attribute("html", "lang") == "bg"
    tick(page, *SIX)
    choose(page, "ar", "uk")
    page.check("input[name=layout][value=a6]")
    page.select_option("#edition", "grey")
    page.fill("#title", "Six cards")
    ready(page, "six-cards_bg-ar-uk_a6_a4_grey")
    with page.expect_download() as download:
        page.click("#download")
    assert download.value.suggested_filename == "six-cards_bg-ar-uk_a6_a4_grey.pdf"
    download.value.save_as(tmp_path / "got.pdf")
    page.click("#save")
    page.wait_for_selector("#saved code")
    saved = root / page.inner_text("#saved code >> nth=0")
    command = page.inner_text("#saved code >> nth=1")
    assert command == "commcards build six-cards --edition grey"
    code, told = build(root, capsys, *command.split()[2:], language="ar+uk")
    saved.unlink()
    assert code == 0, told
    path = root / "output/six-cards/bg-ar-uk/six-cards_bg-ar-uk_a6_a4_grey.pdf"
    assert path.read_bytes() == (tmp_path / "got.pdf").read_bytes()


def test_cards_are_dragged(page: Page) -> None:
    tick(page, *SIX[:4])
    first, third = (page.locator("#order > li").nth(number) for number in (0, 2))
    first.scroll_into_view_if_needed()
    start, end = first.bounding_box(), third.bounding_box()
    assert start and end
    page.mouse.move(start["x"] + 120, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(start["x"] + 120, end["y"] + 2, steps=8)
    page.mouse.move(start["x"] + 120, end["y"] + end["height"] - 2, steps=8)
    page.mouse.up()
    assert order(page) == ["pregnancy", "birth", "illness", "lost"]
    assert "cards=pregnancy%2Cbirth%2Cillness%2Clost" in page.url


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def focus(page: Page) -> str:
    """Return the name of what has the focus."""
    found: str = page.evaluate("document.activeElement.ariaLabel ?? document.activeElement.value")
    return found


def test_the_keyboard_alone_is_enough(page: Page) -> None:
    """From the first tick to the download, without a mouse."""

    def walk(wanted: str) -> None:
        """Press Tab until something has the focus."""
        for _ in range(200):
            if page.evaluate(f"document.activeElement.matches({wanted!r})"):
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not lead to {wanted}")

    for card in SIX[:3]:
        walk(f"#cards input[value={card}]")
        press(page, "Space")
    walk("#order li:nth-child(3) [data-move='-1']")
    assert focus(page) == "Нагоре: Раждане"
    press(page, "Enter")
    assert order(page) == ["illness", "birth", "pregnancy"]
    assert focus(page) == "Нагоре: Раждане"
    press(page, "Enter")
    assert order(page) == ["birth", "illness", "pregnancy"]
    assert focus(page) == "Надолу: Раждане"  # it is the first one and can only go down
    walk("#order li:nth-child(3) [data-move='0']")
    press(page, "Enter")
    assert order(page) == ["birth", "illness"]
    assert focus(page) == "pregnancy"
    walk("input[name=languages][value=uk]")
    press(page, "Space")
    walk("#edition")
    press(page, "ArrowDown")
    walk("#title")
    page.keyboard.type("1")
    ready(page)
    walk("#download")
    with page.expect_download() as download:
        press(page, "Enter")
    assert download.value.suggested_filename.endswith("_bg-uk_a6_a4_grey.pdf")


def test_what_is_missing_is_said(page: Page) -> None:
    status = page.locator("#status")
    assert "Отбележете поне една карта." in status.inner_text()
    tick(page, "illness")
    assert "от един до три езика" in status.inner_text()
    assert page.is_disabled("#save")
    choose(page, "ar", "uk", "fr", "so")
    assert page.is_visible("#no-languages")
    page.uncheck("input[name=languages][value=so]")
    assert page.is_hidden("#no-languages")
    page.select_option("#staff", "en")
    choose(page, "en")
    page.uncheck("input[name=languages][value=fr]")
    assert page.is_visible("#same-language")


def test_tool_cards_follow_their_cards(page: Page) -> None:
    def ticked() -> set[str]:
        return set(
            page.eval_on_selector_all("#tools input:checked", "boxes => boxes.map(b => b.value)")
        )

    assert ticked() == set()
    asking, other = (
        str(page.locator("#cards input:not([data-tools=''])").nth(n).get_attribute("value"))
        for n in (0, 1)
    )
    tick(page, asking)
    box = page.locator(f"#cards input[value={asking}]")
    needed = set((box.get_attribute("data-tools") or "").split())
    assert ticked() == needed != set()
    page.click("details:has(#tools) > summary")
    gone = sorted(needed)[0]
    page.uncheck(f"#tools input[value={gone}]")
    tick(page, other)
    assert gone not in ticked()
    page.reload()
    until(lambda: order(page) == [asking, other])
    assert gone not in ticked()
    page.uncheck(f"#cards input[value={asking}]")
    page.uncheck(f"#cards input[value={other}]")
    assert ticked() == set()


def test_a_deck_is_a_start(page: Page) -> None:
    page.select_option("#deck", "emergency")
    page.click("text=Започни")
    until(lambda: order(page) == ["illness", "violence"])
    assert page.is_checked("#tools input[value=answers]")


def test_the_address_keeps_what_is_chosen(page: Page) -> None:
    tick(page, "lost", "illness")
    choose(page, "ar")
    page.select_option("#paper", "letter")
    page.click("#order li:nth-child(2) [data-move='-1']")
    page.click("[data-screen=en]")
    until(lambda: page.get_attribute("html", "lang") == "en")
    until(lambda: order(page) == ["illness", "lost"])
    assert page.is_checked("input[name=languages][value=ar]")
    assert page.input_value("#paper") == "letter"


def test_a_changed_file_is_shown_within_a_second(page: Page, root: Path) -> None:
    shown = page.locator("#cards label:has(input[value=lost]) .title")
    assert shown.inner_text() == "Изгубени вещи"
    tick(page, "lost")
    page.focus("#title")
    try:
        translate(root, "bg", "lost.title", "Загубени вещи")
        started = time.monotonic()
        until(lambda: shown.inner_text() == "Загубени вещи")
        assert time.monotonic() - started < 2  # one second, and the browser's own time
        until(lambda: order(page) == ["lost"])
        until(lambda: page.evaluate("document.activeElement.id") == "title")
    finally:
        translate(root, "bg", "lost.title", "Изгубени вещи")


def test_faults_stand_beside_the_preview(page: Page, root: Path) -> None:
    tick(page, "illness")
    choose(page, "ar")
    ready(page)
    try:
        line = translate(root, "ar", "illness.fever", " حرارتي.")
        until(page.locator("#faults").is_visible, PATIENT)
        told = page.inner_text("#faults")
        assert f"locales/ar/LC_MESSAGES/commcards.po:{line}" in told
        assert "→" in told
        assert page.is_hidden("#get")
    finally:
        translate(root, "ar", "illness.fever", "حرارتي مرتفعة.")
    ready(page)


def test_a_saved_deck_is_replaced_only_on_demand(page: Page, root: Path) -> None:
    tick(page, "illness")
    choose(page, "ar")
    page.fill("#title", "Kept")
    page.click("#save")
    page.wait_for_selector("#saved code")
    tick(page, "lost")
    page.click("#save")
    page.wait_for_selector("#replace", timeout=10_000)
    assert "lost" not in (root / "decks/kept.yaml").read_text("utf-8")
    assert page.evaluate("document.activeElement.id") == "replace"
    page.keyboard.press("Enter")
    until(lambda: page.locator("#saved code").count() == 3)
    assert "lost" in (root / "decks/kept.yaml").read_text("utf-8")
    former = root / page.inner_text("#saved code >> nth=1")
    assert "lost" not in former.read_text("utf-8")
    former.unlink()
    (root / "decks/kept.yaml").unlink()


@pytest.mark.parametrize("screen", ["bg", "en", "ar-XB"])
@pytest.mark.parametrize("width", [1300, 360])
def test_nothing_is_found_by_axe(screen: str, width: int, browser: Browser, served: Served) -> None:
    """WCAG 2.2 A and AA, and the best practices of axe; nothing sticks out at the side."""
    context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True)
    shown = context.new_page()
    chosen = "&cards=illness,lost&languages=ar&staff=bg&title=Two+cards"
    shown.goto(f"{served.origin}/builder?screen={screen}{chosen}")
    ready(shown)
    shown.add_script_tag(path=AXE)
    found: dict[str, Any] = shown.evaluate("axe.run(document, {resultTypes: ['violations']})")
    told = [(fault["id"], fault["nodes"][0]["html"]) for fault in found["violations"]]
    assert told == []
    assert len(found["passes"]) > 20
    assert shown.get_attribute("html", "dir") == ("rtl" if screen == "ar-XB" else "ltr")
    assert shown.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_axe_sees_what_is_wrong(browser: Browser, served: Served) -> None:
    context = browser.new_context(bypass_csp=True)
    shown = context.new_page()
    shown.goto(f"{served.origin}/builder")
    shown.evaluate("document.querySelector('label[for=staff]').remove()")
    shown.add_script_tag(path=AXE)
    found: dict[str, Any] = shown.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert "select-name" in [fault["id"] for fault in found["violations"]]
    context.close()


@pytest.fixture
def hostile() -> Iterator[str]:
    """Run another server of this machine, from whose pages Chromium lets requests through."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<h1>hello</h1>")

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://localhost:{server.server_port}/"
        server.shutdown()
        thread.join()


def test_a_hostile_page_reaches_nothing(
    browser: Browser, served: Served, root: Path, hostile: str
) -> None:
    """A page of another origin sends an order and a deck, reads the page, and frames it."""
    before = sorted(root.rglob("*.yaml"))
    context = browser.new_context()
    shown = context.new_page()
    shown.goto(hostile)
    told = shown.evaluate(
        """async (origin) => {
          const tries = {
            read: () => fetch(`${origin}/builder`),
            blind: () => fetch(`${origin}/build?deck=emergency`, { mode: "no-cors" }),
            write: () => fetch(`${origin}/decks`, { method: "POST", body: "{}", mode: "no-cors" }),
            json: () => fetch(`${origin}/decks`, { method: "POST", body: "{}",
              headers: { "Content-Type": "application/json", "X-Commcards-Token": "x" } }),
          };
          const told = {};
          for (const [name, act] of Object.entries(tries)) {
            try { const got = await act(); told[name] = got.type + got.status; }
            catch (error) { told[name] = error.name; }
          }
          return told;
        }""",
        served.origin,
    )
    assert set(told.values()) <= {"TypeError", "opaque0"}
    refused = [line for line in served.noted if line.startswith("refused")]
    assert len(refused) >= 2
    assert sorted(root.rglob("*.yaml")) == before
    context.close()
