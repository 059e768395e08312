"""Boards for apps of AAC: the small deck's words, links and pictures; every deck read by others."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from commcards.export import obf
from commcards.model.symbols import CONTENT_CREDIT
from commcards.pictures.draw import COLOR
from commcards.pictures.raster import pngs
from commcards.workspace.output import LocalDeck
from commcards.workspace.request import Request
from commcards.workspace.targets import asked
from commcards.workspace.workspace import Workspace
from tests.support.exported import local, reviewed, text, translated
from tests.support.obz import Package, as_read_by_others, faults

Board = dict[str, Any]


@pytest.fixture(scope="module")
def drawn(workspace: Workspace) -> dict[str, bytes]:
    """Draw the pictures of the small project."""
    return pngs(workspace.symbols.values(), COLOR, obf.SIDE)


@pytest.fixture(scope="module")
def all_drawn(ours: Workspace) -> dict[str, bytes]:
    """Draw every picture of this repository."""
    return pngs(ours.symbols.values(), COLOR, obf.SIDE)


@pytest.fixture(scope="module")
def arabic(workspace: Workspace, drawn: dict[str, bytes]) -> Package:
    """Return the small deck in Bulgarian and Arabic."""
    return Package.of(obf.package(local(workspace, "ar"), drawn))


def button(board: Board, label: str) -> Board:
    found: list[Board] = [each for each in board["buttons"] if each["label"] == label]
    assert len(found) == 1
    return found[0]


def link(board: Board, label: str) -> str:
    name: str = button(board, label)["load_board"]["id"]
    return name


@pytest.mark.parametrize("person", [("uk",), ("ti",), ("ar", "fa", "uk")])
def test_packages_are_as_the_specification_says(
    workspace: Workspace, drawn: dict[str, bytes], person: tuple[str, ...]
) -> None:
    assert [*faults(Package.of(obf.package(local(workspace, *person), drawn)))] == []


@pytest.mark.parametrize(
    ("board", "right", "wrong"),
    [
        ("illness", '"id": "illness"', '"id": "ill"'),
        ("illness", '"rows": ', '"rows": 1'),
        ("illness", '"image_id": "', '"image_id": "x'),
        ("illness", '"width": 288', '"width": 28'),
        ("decks", '"path": "boards/', '"path": "board/'),
    ],
)
def test_the_checker_sees_faults(arabic: Package, board: str, right: str, wrong: str) -> None:
    """So that the test above can fail."""
    path = arabic.manifest["paths"]["boards"][board]
    broken = arabic.files[path].decode().replace(right, wrong).encode()
    assert [*faults(Package({**arabic.files, path: broken}))]


def test_words(workspace: Workspace, arabic: Package) -> None:
    """The label is the person's, the vocalization the staff's, and each locale has its strings."""
    board = arabic.board("illness")
    own, staff = (text(workspace, tag, "illness.fever") for tag in ("ar", "bg"))
    fever = button(board, own)
    assert fever["vocalization"] == staff
    assert "load_board" not in fever
    assert board["locale"] == "ar"
    assert [*board["strings"]] == ["bg", "ar"]
    assert board["strings"]["bg"][own] == board["strings"]["bg"][staff] == staff
    assert board["strings"]["ar"][own] == board["strings"]["ar"][staff] == own
    titles = [text(workspace, tag, "illness.title") for tag in ("ar", "bg")]
    assert board["name"] == " – ".join(titles)


def test_pictures(workspace: Workspace, arabic: Package, drawn: dict[str, bytes]) -> None:
    board = arabic.board("illness")
    number = button(board, text(workspace, "ar", "illness.fever"))["image_id"]
    (image,) = (each for each in board["images"] if each["id"] == number)
    assert arabic.files[image["path"]] == drawn["fever"]
    assert image["license"]["author_name"] == "; ".join(workspace.symbols["fever"].credits)


def test_licences(workspace: Workspace, ours: Workspace, arabic: Package) -> None:
    licence = arabic.root["license"]
    assert licence["type"] == "CC BY 4.0"
    assert licence["copyright_notice_url"] == "https://creativecommons.org/licenses/by/4.0/"
    assert licence["author_name"] == CONTENT_CREDIT
    known = {"CC BY 4.0", "Apache-2.0", "MIT"}
    for symbol in ours.symbols.values():
        assert all(any(name in credit for name in known) for credit in symbol.credits)


def test_the_root_leads_to_every_card(workspace: Workspace, arabic: Package) -> None:
    root = arabic.root
    assert arabic.manifest["root"] == "boards/decks.obf"
    links = [each["load_board"]["id"] for each in root["buttons"] if "load_board" in each]
    assert links == ["illness", "card-e18", "answers"]
    illness = button(root, text(workspace, "ar", "illness.title"))
    assert illness["border_color"] == "rgb(210, 45, 0)"


def test_questions_lead_to_their_answers(ours: Workspace) -> None:
    """A tool card has one board for all questions; so have digits."""
    package = Package.of(obf.package(local(ours, "ar"), dict.fromkeys(ours.symbols, b"")))
    illness, pregnancy, birth = map(package.board, ("illness", "pregnancy", "birth"))

    def led(board: Board, key: str) -> str:
        return link(board, text(ours, "ar", key))

    assert led(illness, "illness.since") == "duration"
    choice = package.board(led(illness, "illness.long-illness"))
    heart, strip = (text(ours, "ar", key) for key in ("illness.long-illness.heart", "answers.no"))
    assert button(choice, heart)["vocalization"] == text(ours, "bg", "illness.long-illness.heart")
    assert button(choice, strip)
    month = led(pregnancy, "pregnancy.month")
    digits = package.board(month)["buttons"][:10]
    assert [each["label"] for each in digits] == [*"٠١٢٣٤٥٦٧٨٩"]
    assert [each["vocalization"] for each in digits] == [*"0123456789"]
    assert led(birth, "birth.pain-often") == month
    scale = package.board(led(package.board("where-it-hurts"), "where-it-hurts.how-strong"))
    labels = [each["label"] for each in scale["buttons"]]
    assert labels[0] == text(ours, "ar", "scale.none")
    assert labels[1:12] == [*"٠١٢٣٤٥٦٧٨٩", "١٠"]
    assert labels[12] == text(ours, "ar", "scale.worst")


def test_services_show_all_that_stands_on_paper(ours: Workspace) -> None:
    """The number is not lost in another language, and a sample says so."""
    package = Package.of(obf.package(local(ours, "ar"), dict.fromkeys(ours.symbols, b"")))
    board = package.board("services")
    own, staff = (text(ours, tag, "service.eu-emergency") for tag in ("ar", "bg"))
    (label,) = (each["label"] for each in board["buttons"] if each["label"].startswith(own))
    assert label.split("\n")[1] == "112"
    assert board["strings"]["bg"][label].split("\n")[:2] == [staff, "112"]
    (clinic,) = (each["label"] for each in board["buttons"] if "SAMPLE clinic" in each["label"])
    assert text(ours, "bg", "words.sample") in clinic


def test_sections_begin_new_rows(workspace: Workspace, arabic: Package) -> None:
    board = arabic.board("illness")
    firsts = {row[0] for row in board["grid"]["order"]}
    for key in ("illness.allergy", "illness.next", "answers.yes"):
        assert button(board, text(workspace, "ar", key))["id"] in firsts, key


def test_sensitive_cards_are_neutral_outside(workspace: Workspace, arabic: Package) -> None:
    inside = arabic.manifest["paths"]["boards"]["card-e18"]
    outside = {name: data for name, data in arabic.files.items() if name != inside}
    telling = [text(workspace, tag, "violence.title") for tag in ("ar", "bg")] + ["violence"]
    everything = "".join(outside) + "".join(
        data.decode() for name, data in outside.items() if not name.endswith(".png")
    )
    assert not [word for word in telling if word in everything]
    neutral = text(workspace, "ar", "words.neutral-title")
    assert link(arabic.root, f"{neutral} E18") == "card-e18"
    assert arabic.board("card-e18")["name"].startswith(f"{neutral} E18 – ")


def test_a_sensitive_deck_is_neutral(workspace: Workspace, drawn: dict[str, bytes]) -> None:
    deck = local(workspace, "ar")
    hidden = replace(deck.deck, sensitive=True, neutral="talking")
    project = replace(workspace.project, decks={deck.deck.id: hidden})
    neutral = local(replace(workspace, project=project), "ar")
    root = Package.of(obf.package(neutral, drawn)).root
    title = text(workspace, "ar", "words.neutral-title")
    assert root["name"].startswith(title)
    written = json.dumps(root, ensure_ascii=False)
    assert text(workspace, "ar", "decks.emergency.title") not in written


def test_drafts_say_so(workspace: Workspace, drawn: dict[str, bytes], arabic: Package) -> None:
    notice, long = (text(workspace, "ar", f"words.{name}") for name in ("draft", "draft-long"))
    for board in arabic.boards:
        assert board["buttons"][-1]["label"] == notice
        assert long in board["description_html"]
    for board in Package.of(obf.package(local(reviewed(workspace), "ar"), drawn)).boards:
        assert notice not in json.dumps(board, ensure_ascii=False)
        assert long not in board["description_html"]


def test_a_missing_translation_shows_the_staffs_words(
    workspace: Workspace, drawn: dict[str, bytes]
) -> None:
    empty = translated(workspace, "ar", {"illness.fever": ""})
    package = Package.of(obf.package(local(empty, "ar"), drawn))
    board = package.board("illness")
    staff = text(workspace, "bg", "illness.fever")
    assert button(board, staff)["vocalization"] == staff
    assert staff not in board["strings"]["ar"]
    assert [*faults(package)] == []


def test_three_languages_of_the_person(workspace: Workspace, drawn: dict[str, bytes]) -> None:
    board = Package.of(obf.package(local(workspace, "ar", "fa", "uk"), drawn)).board("illness")
    own = {tag: text(workspace, tag, "illness.fever") for tag in ("ar", "fa", "uk")}
    label = "\n".join(own.values())
    assert button(board, label)
    assert {tag: board["strings"][tag][label] for tag in own} == own
    assert board["locale"] == "ar"


def test_words_with_two_translations_stay_as_they_are(
    workspace: Workspace, drawn: dict[str, bytes]
) -> None:
    """The person's language may have one word for two of the staff's."""
    keys = ("illness.fever", "illness.breathe")
    same = translated(workspace, "ar", dict.fromkeys(keys, "واحد"))
    board = Package.of(obf.package(local(same, "ar"), drawn)).board("illness")
    said = [each["vocalization"] for each in board["buttons"] if each["label"] == "واحد"]
    assert said == [text(workspace, "bg", key) for key in keys]
    assert "واحد" not in board["strings"]["bg"]
    assert board["strings"]["ar"]["واحد"] == "واحد"


def test_the_same_input_gives_the_same_bytes(workspace: Workspace, drawn: dict[str, bytes]) -> None:
    first, second = (obf.package(local(workspace, "uk"), drawn) for _ in range(2))
    assert first == second
    with ZipFile(BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist() == sorted(archive.namelist())


@pytest.mark.slow
@pytest.mark.parametrize(
    "deck",
    ["emergency", "camp-network", "family-support", "child-protection", "survivor-support"],
)
def test_others_read_every_package(
    ours: Workspace, all_drawn: dict[str, bytes], deck: str, tmp_path: Path
) -> None:
    """aac-processors sees the same boards, labels, pictures and links, and both languages."""
    hashes = {
        sha256(b"data:image/png;base64," + base64.b64encode(data)).hexdigest(): data
        for data in all_drawn.values()
    }
    request = Request(root=ours.project.root, output=tmp_path, decks=(deck,))
    packages = {}
    for target in asked(ours.project, ours.cards, request):
        data = obf.package(LocalDeck(ours, target, ours.localized(target), {}), all_drawn)
        path = tmp_path / f"{'-'.join(target.tags)}.obz"
        path.write_bytes(data)
        packages[path] = Package.of(data)
    assert packages
    for (path, package), read in zip(packages.items(), as_read_by_others([*packages]), strict=True):
        assert [*faults(package)] == [], path
        assert set(read["complaints"]) <= {
            "button.image_id is recommended",  # A digit needs no picture.
            # The specification defines it under "String Lists".
            "strings attribute is not defined in the spec, should be prefixed with ext_yourapp_",
        }
        assert read["root"] == package.manifest["root"]
        paths = package.manifest["paths"]["boards"].values()
        assert set(read["boards"]) == set(paths)
        for name in paths:
            board, seen = package.at(name), read["boards"][name]
            assert (seen["name"], seen["locale"]) == (board["name"], board["locale"])
            buttons = {each["id"]: each for each in board["buttons"]}
            images = {each["id"]: each["path"] for each in board["images"]}
            for numbers, row in zip(board["grid"]["order"], seen["rows"], strict=True):
                for number, each in zip(numbers, row, strict=True):
                    if number is None:
                        assert each is None
                        continue
                    own = buttons[number]
                    assert (each["label"], each["message"]) == (own["label"], own["vocalization"])
                    assert each["target"] == own.get("load_board", {}).get("path")
                    image = images.get(own.get("image_id"))
                    shown = hashes[each["image"]] if each["image"] else None
                    assert shown == (package.files[image] if image else None)
