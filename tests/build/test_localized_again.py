"""Cards localized again after a translation has changed: as if for the first time."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from commcards.model.catalogs import Catalog, Translation
from commcards.workspace.targets import Target
from commcards.workspace.workspace import Workspace
from tests.support.smalldeck import STAFF

PERSON = "fr"
TARGET = Target("emergency", STAFF, (PERSON,), ("a6",), ("a4",), "color")


def changed(workspace: Workspace, tag: str, entry: Translation | None, key: str) -> Workspace:
    """Return the workspace with another entry, or without."""
    entries = {**workspace.catalogs[tag].entries}
    entries.pop(key, None)
    entries |= {key: entry} if entry else {}
    return replace(workspace, catalogs={**workspace.catalogs, tag: Catalog(tag, entries)})


def printed_keys(workspace: Workspace) -> list[str]:
    """Return the messages of the deck, and the forms of those who say them."""
    localized = workspace.localized(TARGET)
    keys = localized.common.keys.union(*(card.keys for card in localized.cards))
    entries = workspace.catalogs[PERSON].entries
    return sorted(key for key in entries if key.partition("@")[0] in keys)


@pytest.mark.parametrize("tag", [PERSON, STAFF])
def test_after_any_change_cards_are_what_they_would_be_afresh(
    workspace: Workspace, tag: str
) -> None:
    chance = random.Random(20261122)
    keys = printed_keys(workspace)
    assert any("@" in key for key in keys)
    last = workspace.localized(TARGET)
    now = workspace
    kept = 0
    for number in range(120):
        key = chance.choice(keys)
        entry = workspace.catalogs[tag].entries.get(key)
        text = chance.choice([f"numéro {number}", ""])
        other = entry and entry._replace(text=text, draft=chance.random() < 0.5)
        now = changed(now, tag, chance.choice([other, other, entry, None]), key)
        afresh = now.localized(TARGET)
        before, last = last, now.localized(TARGET, last)
        assert last.common == afresh.common, key
        assert last.cards == afresh.cards, key
        assert [c.digest for c in last.cards] == [c.digest for c in afresh.cards], key
        kept += sum(one is other for one, other in zip(before.cards, last.cards, strict=True))
    assert kept > 0


def test_another_target_has_cards_of_its_own(workspace: Workspace) -> None:
    last = workspace.localized(TARGET)
    target = replace(TARGET, person=("uk",))
    assert workspace.localized(target, last).cards == workspace.localized(target).cards
