"""Planning and painting agree on how long a line is."""

from __future__ import annotations

from commcards.base.units import CSS_PX, Pt
from commcards.faces.measure import PANGO_ROUNDING, Measure
from commcards.localize.localcard import Words
from commcards.text.shaping import Shaper
from commcards.workspace.workspace import Workspace
from tests.support.engines import renderer_of
from tests.support.paper import SIZE, Paper

WIDE = 900.0  # mm; every sentence stands on one line


def test_no_line_is_painted_longer_than_planning_allows(ours: Workspace) -> None:
    paper = Paper(ours, renderer_of("private", ours))
    measure = Measure(Shaper(ours.fonts))
    longer = {}
    for tag, language in ours.project.languages.items():
        entries = ours.catalogs[tag].entries.values() if tag in ours.catalogs else ()
        texts = [language.autonym, *(entry.text for entry in entries if entry.text)][::25]
        for text, box in zip(texts, paper.paint(tag, texts, WIDE), strict=True):
            assert box.lines == 1
            measured = measure.width(Words(language, text), Pt(SIZE), False)
            longer[tag, text] = box.wide / CSS_PX - measured
    assert len(longer) > 1000
    assert {each: mm for each, mm in longer.items() if mm > PANGO_ROUNDING / 2} == {}
