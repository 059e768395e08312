"""What a release refuses: every draft that its decks print, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from commcards.base.diagnostics import Diagnostic, Severity, has_errors
from commcards.model.catalogs import Catalog
from commcards.project.services import check_dates, check_samples
from commcards.workspace.release import release_faults
from commcards.workspace.targets import Target
from commcards.workspace.workspace import Workspace, read_workspace
from tests.support.smalldeck import lay_out, line_of

PO = "locales/{}/LC_MESSAGES/commcards.po"


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The small deck: illness, violence and the answers, in drafts."""
    root = tmp_path_factory.mktemp("release")
    lay_out(root)
    workspace, faults = read_workspace(root, ["bg", "uk", "fr"])
    assert not has_errors(faults)
    return workspace


@pytest.fixture(scope="module")
def reviewed(draft: Workspace) -> Workspace:
    """The same, as if somebody had reviewed all."""
    return marked(draft, {tag: set() for tag in draft.catalogs})


def marked(workspace: Workspace, drafts: Mapping[str, set[str]]) -> Workspace:
    """Return the workspace with only these drafts, by language."""
    catalogs = {
        tag: Catalog(
            tag,
            {
                key: entry._replace(draft=key in drafts.get(tag, ()))
                for key, entry in catalog.entries.items()
            },
        )
        for tag, catalog in workspace.catalogs.items()
    }
    return replace(workspace, catalogs=catalogs)


def target(*person: str, deck: str = "emergency", staff: str = "bg") -> Target:
    return Target(
        deck=deck, staff=staff, person=person, layouts=("a6",), papers=("a4",), edition="color"
    )


def found(workspace: Workspace, *targets: Target) -> list[tuple[str, str]]:
    return [(f.code, f.message.split(" is ")[0]) for f in release_faults(workspace, targets)]


def test_what_is_reviewed_is_released(reviewed: Workspace) -> None:
    assert found(reviewed, target("uk")) == []


@pytest.mark.parametrize(
    ("key", "code", "why"),
    [
        ("illness.fever", "draft-in-release", "only reviewed lines"),
        ("illness.title", "draft-in-release", "only reviewed lines"),
        ("answers.yes", "draft-in-release", "only reviewed lines"),  # a tool, and the strip
        ("words.print", "draft-in-release", "only reviewed lines"),
        ("decks.emergency.title", "draft-in-release", "only reviewed lines"),
        ("answers.stop", "draft-safety", "on consent"),
        ("illness.medicine", "draft-safety", "on dosage"),
        ("violence.hit", "draft-safety", "of a sensitive card"),
        ("violence.title", "draft-safety", "of a sensitive card"),
        ("violence.who.partner", "draft-safety", "of a sensitive card"),
    ],
)
@pytest.mark.parametrize("tag", ["uk", "bg"])
def test_a_draft_on_a_card_is_refused(
    draft: Workspace, key: str, code: str, why: str, tag: str
) -> None:
    workspace = marked(draft, {tag: {key}})
    (fault,) = release_faults(workspace, [target("uk"), target("uk", "fr")])
    assert (fault.code, fault.severity) == (code, Severity.ERROR)
    assert f"{key} ({tag}) is a draft" in fault.message
    assert why in fault.message
    line = line_of(workspace.project.root / PO.format(tag), f'msgctxt "{key}"')
    assert (fault.where.file, fault.where.line) == (PO.format(tag), line)


@pytest.mark.parametrize(
    "key",
    [
        "asylum.title",  # another card
        "words.calibration",  # printed by another command
        "decks.camp-network.title",  # another deck
        "illness.i-am-ill",  # both forms stand instead of it
    ],
)
def test_what_is_not_printed_is_not_judged(draft: Workspace, key: str) -> None:
    entries = draft.catalogs["uk"].entries
    entry = entries.get(key, entries["illness.title"])._replace(key=key)
    catalogs = {**draft.catalogs, "uk": Catalog("uk", {**entries, key: entry})}
    workspace = marked(replace(draft, catalogs=catalogs), {"uk": {key}})
    assert found(workspace, target("uk")) == []


def test_other_languages_are_not_judged(draft: Workspace) -> None:
    assert found(marked(draft, {"fr": {"illness.fever"}}), target("uk")) == []


def test_each_form_of_the_speaker_is_judged(draft: Workspace) -> None:
    forms = {f"illness.i-am-ill@speaker={form}" for form in "fm"}
    assert all(draft.catalogs["uk"].entries[key].text for key in forms)
    assert found(marked(draft, {"uk": forms}), target("uk")) == [
        ("draft-in-release", f"{key} (uk)") for key in sorted(forms)
    ]


def test_staff_without_words_is_no_release(reviewed: Workspace) -> None:
    """The card would show the English with a draft's mark."""
    catalog = reviewed.catalogs["bg"]
    entry = catalog.entries["violence.hit"]
    gone = {key: kept for key, kept in catalog.entries.items() if key != entry.key}
    empty = {**gone, entry.key: entry._replace(text="")}
    for entries, line in ((gone, 0), (empty, entry.where.line)):
        catalogs = {**reviewed.catalogs, "bg": Catalog("bg", entries)}
        (fault,) = release_faults(replace(reviewed, catalogs=catalogs), [target("uk")])
        assert (fault.code, fault.where.file) == ("draft-safety", PO.format("bg"))
        assert fault.where.line == line
        assert "violence.hit" in fault.message


def test_a_line_to_write_on_is_honest(reviewed: Workspace) -> None:
    bare = {
        key: entry._replace(text="", draft=True)
        for key, entry in reviewed.catalogs["uk"].entries.items()
    }
    catalogs = {**reviewed.catalogs, "uk": Catalog("uk", bare)}
    assert found(replace(reviewed, catalogs=catalogs), target("uk")) == []


def test_our_own_drafts_are_refused(ours: Workspace) -> None:
    """Nothing is reviewed: a release of any deck names its lines on safety apart."""
    for deck in ours.project.decks.values():
        staff, person = deck.staff[0], next(t for t in deck.languages if t != deck.staff[0])
        faults = release_faults(ours, [target(person, deck=deck.id, staff=staff)])
        assert {fault.code for fault in faults} == {"draft-in-release", "draft-safety"}
        keys = {fault.message.split(" ")[0] for fault in faults if fault.code == "draft-safety"}
        sensitive = {f"{name}.title" for name in deck.cards if ours.cards[name].sensitive}
        assert sensitive <= keys


def test_the_language_finder_has_no_review(ours: Workspace) -> None:
    workspace = marked(ours, {})
    finder = [(f.where.file, f.code) for f in release_faults(workspace, [target("uk")])]
    assert set(finder) == {("languages.yaml", "draft-in-release")}
    deck = workspace.project.decks["emergency"]
    without = replace(deck, cards=tuple(c for c in deck.cards if c != "language-finder"))
    decks = {**workspace.project.decks, "emergency": without}
    project = replace(workspace.project, decks=decks)
    assert found(replace(workspace, project=project), target("uk")) == []


def test_no_sample_and_no_old_service_is_released(ours: Workspace) -> None:
    services = ours.project.services.values()
    day = max(service.expires for service in services).replace(year=2100)
    faults: list[Diagnostic] = [*check_dates(services, day, release=True), *check_samples(services)]
    assert {f.code for f in faults} == {"service-expired", "sample-service"}
    assert has_errors(faults)


def test_every_kind_of_safety_is_in_the_glossary(ours: Workspace) -> None:
    assert {term.safety for term in ours.glossary} == {"", "consent", "dosage"}
