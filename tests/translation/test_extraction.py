"""What Babel extracts with our entry point is what ``commcards po sync`` writes."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import polib
import pytest
from babel.messages import extract as babel
from babel.messages.frontend import CommandLineInterface

from commcards.base.diagnostics import Location
from commcards.base.errors import UserError
from commcards.model.cards import Kind, Message
from commcards.project.cards import messages, read_cards
from commcards.translation.extraction import extract, read_messages, translator_comments
from commcards.translation.po_write import write_template

REPOSITORY = Path(__file__).parents[2]
INPUTS = ("cards", "decks.yaml", "languages.yaml", "layouts", "services.yaml", "templates")

Shown = tuple[str, str | None, str, str, list[tuple[str, str]]]


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Install the entry points of pyproject.toml, whatever is installed beside them."""
    with (REPOSITORY / "pyproject.toml").open("rb") as stream:
        points = tomllib.load(stream)["project"]["entry-points"]["babel.extractors"]
    folder = tmp_path / "site" / "commcards_points-0.dist-info"
    folder.mkdir(parents=True)
    lines = "".join(f"{name} = {target}\n" for name, target in points.items())
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: commcards-points\nVersion: 0\n")
    (folder / "entry_points.txt").write_text(f"[babel.extractors]\n{lines}")
    monkeypatch.syspath_prepend(str(folder.parent))
    babel._find_extractor.cache_clear()
    yield
    babel._find_extractor.cache_clear()


@pytest.mark.usefixtures("plugin")
def test_pybabel_extracts_what_sync_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = tmp_path / "project"
    project.mkdir()
    for name in INPUTS:
        if (REPOSITORY / name).is_dir():  # Babel does not go into folders that are links
            shutil.copytree(REPOSITORY / name, project / name)
        else:
            shutil.copy(REPOSITORY / name, project / name)
    monkeypatch.chdir(project)
    theirs, ours = tmp_path / "theirs.pot", tmp_path / "ours.pot"
    mapping = str(REPOSITORY / "babel.cfg")
    code = CommandLineInterface().run(  # type: ignore[no-untyped-call]
        ["pybabel", "-q", "extract", "-F", mapping, "--no-wrap", "-o", str(theirs), "."]
    )
    assert not code
    write_template(read_messages(project)[1], ours)
    assert len(shown(ours)) > 1800
    assert shown(theirs) == shown(ours)


def shown(template: Path) -> list[Shown]:
    """Return the entries; Babel breaks the lines of comments where it likes."""
    entries = polib.pofile(str(template))
    return sorted(
        (e.msgctxt, e.msgid, e.msgstr, " ".join(e.comment.split()), e.occurrences) for e in entries
    )


def test_translators_learn_who_speaks_beside_which_picture() -> None:
    where = Location("cards/a.yaml", 1, 1)
    message = Message("a.ill", "I am ill.", "Now.", where, Kind.PERSON_SAYS, "ill")
    assert translator_comments(message) == ["Now.", "The person says it.", "Picture: ill"]
    assert translator_comments(Message("words.x", "X", "", where)) == []


def test_every_line_of_a_card_has_a_speaker_and_a_picture() -> None:
    cards, faults = read_cards(REPOSITORY)
    assert faults == []
    for card in cards.values():
        for message in messages({card.id: card}, {}):
            assert message.symbol
            assert (message.speaker is None) is (message is card.title)


def test_a_faulty_card_is_not_extracted_in_part(tmp_path: Path) -> None:
    path = tmp_path / "cards" / "illness.yaml"
    path.parent.mkdir()
    text = (REPOSITORY / "cards" / "illness.yaml").read_text("utf-8")
    path.write_text(text + "nonsense: 1\n", "utf-8")
    with path.open("rb") as stream, pytest.raises(UserError) as caught:
        list(extract(stream, {}, (), {}))
    (fault,) = caught.value.diagnostics
    assert (fault.code, fault.where.file) == ("unknown-key", "cards/illness.yaml")


def test_other_files_are_refused(tmp_path: Path) -> None:
    file = BytesIO()
    file.name = str(tmp_path / "languages.yaml")
    with pytest.raises(ValueError, match="none of"):
        list(extract(file, {}, (), {}))
