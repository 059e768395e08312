"""Each fault that must stop a build: exit code 1, its place named, nothing written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.badinput import edit
from tests.support.smalldeck import build, commcards, line_of, translate

PO = "locales/{}/LC_MESSAGES/commcards.po"
BASE_URL = "https://cards.example.org"


def codes(written: str) -> list[str]:
    """Return the codes of the errors that were written."""
    return re.findall(r"^\S+: error\[([a-z-]+)\]: ", written, re.MULTILINE)


def message(written: str, where: str, code: str) -> str:
    """Return the message of the one error with this place and code."""
    start = f"{where}: error[{code}]: "
    found = [line for line in written.splitlines() if line.startswith(start)]
    assert len(found) == 1, written[-3000:]
    return found[0].removeprefix(start)


def assert_refused(root: Path, result: tuple[int, str]) -> str:
    """Hold that the build failed by the user's files and wrote nothing; return what it said."""
    code, written = result
    assert code == 1, written[-3000:]
    assert not (root / "output").exists()
    return written


def test_the_good_project_builds(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, written = build(mini, capsys)
    assert (code, codes(written)) == (0, [])
    assert (
        (mini / "output/emergency/bg-uk/emergency_bg-uk_a6_a4.pdf")
        .read_bytes()
        .startswith(b"%PDF-1.7")
    )


# Faults in what a build reads: nothing is written


def test_a_missing_glyph(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = translate(mini, "uk", "illness.fever", "У мене \u13a0.")
    written = assert_refused(mini, build(mini, capsys))
    assert "U+13A0" in message(written, f"{PO.format('uk')}:{line}:1", "missing-glyph")


def test_a_missing_glyph_in_the_source(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Staff whose language lacks a line see the English one."""
    card = mini / "cards/illness.yaml"
    edit(card, "text: I am ill.", "text: I am \u13a0.")
    line = line_of(card, "\u13a0")
    written = build(mini, capsys)[1]
    assert re.search(rf"cards/illness.yaml:{line}:\d+: error\[missing-glyph\]", written)
    assert not (mini / "output").exists()


def test_a_broken_cluster(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A Bengali vowel sign without a letter to hold it."""
    line = translate(mini, "bn", "illness.fever", "\u09be \u099c\u09cd\u09ac\u09b0\u0964")
    written = assert_refused(mini, build(mini, capsys, language="bn"))
    assert "illness.fever" in message(written, f"{PO.format('bn')}:{line}:1", "broken-cluster")
    assert codes(written) == ["broken-cluster"]


def test_a_symbol_that_is_not_there(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    card = mini / "cards/illness.yaml"
    edit(card, "symbol: fever\n", "symbol: fevver\n")
    written = assert_refused(mini, build(mini, capsys))
    line = line_of(card, "- id: fever")
    found = re.search(rf"cards/illness.yaml:{line}:\d+: error\[unknown-symbol\]", written)
    assert found, written[-2000:]
    assert "hint: did you mean 'fever'" in written


def test_a_picture_file_that_is_not_there(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (mini / "symbols/own/hit.svg").unlink()
    line = line_of(mini / "symbols/symbols.yaml", "own:hit]")
    written = assert_refused(mini, build(mini, capsys))
    assert re.search(rf"^symbols/symbols.yaml:{line}:\d+: error\[", written, re.MULTILINE)
    assert "own:hit" in written


def test_a_broken_catalog(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = mini / PO.format("uk")
    line = line_of(path, 'msgctxt "illness.fever"') + 1
    lines = path.read_text("utf-8").splitlines(keepends=True)
    lines[line - 1] = lines[line - 1].rstrip().removesuffix('"') + "\n"
    path.write_text("".join(lines), "utf-8")
    written = assert_refused(mini, build(mini, capsys))
    assert re.search(rf"^{PO.format('uk')}:{line}:\d+: error\[po-quote\]", written, re.MULTILINE)


def test_a_missing_translation_is_an_error_where_asked(
    mini: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = translate(mini, "uk", "illness.fever", "")
    assert build(mini, capsys)[0] == 0
    capsys.readouterr()
    output = {path: path.read_bytes() for path in mini.glob("output/**/*.*")}
    code, written = build(mini, capsys, "--strict")
    assert code == 1
    assert "illness.fever" in message(written, f"{PO.format('uk')}:{line}:1", "missing-translation")
    assert codes(written) == ["missing-translation"]
    assert {path: path.read_bytes() for path in mini.glob("output/**/*.*")} == output


def test_a_release_refuses_drafts(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = line_of(mini / PO.format("uk"), 'msgctxt "illness.fever"')
    written = assert_refused(mini, build(mini, capsys, "--release"))
    assert "illness.fever" in message(written, f"{PO.format('uk')}:{line}:1", "draft-in-release")
    assert set(codes(written)) == {"draft-in-release", "draft-safety", "placeholder-address"}


def test_a_deck_with_a_card_that_is_not_there(
    mini: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(mini / "decks.yaml", "cards: [illness,", "cards: [ilness,")
    for command in ("check", "status", "build"):
        code, written = commcards(mini, command, capsys=capsys)
        assert code == 1
        assert "unknown-card" in codes(written)


def test_a_release_in_a_language_that_is_not_there(
    mini: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(mini / "decks.yaml", "staff: [bg]", "staff: [xx]")
    written = assert_refused(mini, build(mini, capsys, "--release"))
    assert "unknown-language" in codes(written)


def test_all_faults_come_in_one_run(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    translate(mini, "uk", "illness.fever", "У мене \u13a0.")
    translate(mini, "bg", "illness.fever", "Имам \u13a0.")
    edit(mini / "cards/illness.yaml", "symbol: breathing-trouble\n", "symbol: nowhere\n")
    edit(mini / "cards/violence.yaml", "symbol: hit\n", "symbl: hit\n")
    edit(mini / "layouts/a6.yaml", "width: 94mm", "width: 94")
    edit(mini / "decks.yaml", "[illness, violence]", "[illness, violence, lost]")
    edit(mini / "languages.yaml", "name: Ukrainian", "name: ''")
    (mini / "symbols/own/hit.svg").write_text("<svg", "utf-8")
    written = assert_refused(mini, build(mini, capsys))
    faulty = {place.split(":")[0] for place in re.findall(r"^(\S+): error\[", written, re.M)}
    assert faulty >= {
        "cards/illness.yaml",
        "cards/violence.yaml",
        "layouts/a6.yaml",
        "decks.yaml",
        "languages.yaml",
        "symbols/own/hit.svg",
        PO.format("bg"),
    }


# Faults that only a page can show: the layout is not written


def pdfs(root: Path) -> list[Path]:
    """Return the PDFs of layouts; the key for staff holds none of the words that are broken."""
    return [path for path in root.glob("output/**/*.pdf") if "staff-key" not in path.name]


def test_words_that_leave_their_box(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = translate(mini, "uk", "illness.fever", "Надзвичайнодовгеслово" * 4 + ".")
    code, written = build(mini, capsys)
    assert code == 1
    text = message(written, f"{PO.format('uk')}:{line}:1", "text-overflow")
    for name in ("illness.fever", "(uk)", "card illness", "layout a6"):
        assert name in text
    assert codes(written) == ["text-overflow"]
    assert pdfs(mini) == []


def test_more_words_than_a_face_holds(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = translate(mini, "uk", "illness.fever", "Дуже висока температура зараз. " * 15 + "Так.")
    code, written = build(mini, capsys, "--layout", "wallet")
    assert code == 1
    text = message(written, f"{PO.format('uk')}:{line}:1", "text-overflow")
    assert "illness.fever (uk)" in text
    assert pdfs(mini) == []


def test_words_that_no_plan_makes_room_for(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The foot has one line for the version: to plan again what breaks would never end."""
    edit(mini / "decks.yaml", "'2026.11'", f"'{'M' * 20}'")
    for _ in range(2):  # the second build knows from the store what the first one learned
        code, written = build(mini, capsys, "--layout", "ring")
        assert code == 1
        assert set(codes(written)) == {"text-overflow"}
        assert pdfs(mini) == []


def test_a_warning_of_the_page_engine(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    css = mini / "templates/faces.css.j2"
    css.write_text(css.read_text("utf-8") + "\n.face { colour: red }\n", "utf-8")
    code, written = build(mini, capsys)
    assert code == 1
    assert "colour: red" in message(written, "cards/illness.yaml:2:1", "render-warning")
    assert set(codes(written)) == {"render-warning"}
    assert pdfs(mini) == []


def test_a_fault_in_one_layout_leaves_the_other(
    mini: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A narrow card has no room for a word that fits an A6 card; its old PDF stays."""
    layouts = ("--layout", "a6", "--layout", "ring")
    assert build(mini, capsys, *layouts)[0] == 0
    card, ring = sorted(pdfs(mini))
    old = card.read_bytes(), ring.read_bytes()
    translate(mini, "uk", "illness.fever", "Надзвичайнодовгеслово" + "надовго.")
    code, written = build(mini, capsys, *layouts)
    assert code == 1
    assert codes(written) == ["text-overflow"]
    assert "layout ring" in written
    assert ring.read_bytes() == old[1]
    assert card.read_bytes() != old[0]


def test_a_qr_code_too_dense_to_read(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An address of 60 characters is too long beside the path of a deck with a long name."""
    edit(mini / "decks.yaml", BASE_URL, f"{BASE_URL}/" + "x" * (59 - len(BASE_URL)))
    edit(mini / "decks.yaml", "  emergency:\n", f"  {'emergency' * 5}:\n")
    code, written = build(mini, capsys)
    assert code == 1
    assert "base-url" in written
    assert re.search(r"^decks\.yaml:4:13: error\[qr-too-dense\]: .*illness", written, re.M)
    assert set(codes(written)) == {"qr-too-dense"}
    assert pdfs(mini) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("decks.yaml", "'2026.11'", f"'{'9' * 90}'", ("decks.yaml:87:14", "text-too-long")),
        ("decks.yaml", BASE_URL, f"{BASE_URL}/{'x' * 60}", ("decks.yaml:4:13", "text-too-long")),
        (
            "decks.yaml",
            "organisation: ",
            "organisation: \U00013000 ",
            ("decks.yaml:3:17", "missing-glyph"),
        ),
        (
            "languages.yaml",
            "digits: '٠١٢٣٤٥٦٧٨٩'",
            "digits: '𑁦𑁧𑁨𑁩𑁪𑁫𑁬𑁭𑁮𑁯'",
            ("languages.yaml:", "missing-glyph"),
        ),
    ],
)
def test_what_only_a_layout_once_judged_is_judged_by_check(
    file: str,
    old: str,
    new: str,
    told: tuple[str, str],
    mini: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = (mini / file).read_text("utf-8")
    assert old in text
    (mini / file).write_text(text.replace(old, new, 1), "utf-8")
    code, written = commcards(mini, "check", "ar", capsys=capsys)
    assert code == 1, written
    place, name = told
    assert any(
        line.startswith(place) and f"error[{name}]" in line for line in written.splitlines()
    ), written
