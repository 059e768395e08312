"""The ways in which people break YAML: each is told where it began, with what to do."""

from __future__ import annotations

import pytest

from commcards.base.diagnostics import Diagnostic
from commcards.project.cardfile import read_card
from commcards.project.fields import Faults
from commcards.project.yamlnodes import parse

CARD = """id: visit
code: X01
category: health
symbol: ill
title: A visit
sections:
  - kind: staff-says
    phrases:
      - id: one
        text: We come now.
        symbol: ill
      - id: two
        text: We go now.
        symbol: fever
"""


def faults(text: str) -> list[Diagnostic]:
    node, found = parse(text, "visit.yaml")
    told = Faults(found)
    if node:
        read_card(node, "visit", told)
    return told.found


WAYS = [  # what it is, what is replaced by what; line:column, what the message and the hint have
    (
        "quote never closed",
        "        text: We come now.",
        "        text: 'We come now.",
        "10:15",
        "the quote ' that opens here is not closed",
        "write ' after the text too; text that begins with ' needs other quotes",
    ),
    (
        "dquote never closed",
        "        text: We come now.",
        '        text: "We come now.',
        "10:15",
        'the quote " that opens here is not closed',
        'write " after the text too; text that begins with " needs other quotes',
    ),
    (
        "quote closed by later quote",
        (
            "        text: We come now.\n"
            "        symbol: ill\n"
            "      - id: two\n"
            "        text: We go now."
        ),
        (
            "        text: 'We come now.\n"
            "        symbol: ill\n"
            "      - id: two\n"
            "        text: 'We go now.'"
        ),
        "10:15",
        "the quote ' that opens here is not closed",
        "write ' after the text too; text that begins with ' needs other quotes",
    ),
    (
        "title quote",
        "title: A visit",
        "title: 'A visit",
        "5:8",
        "the quote ' that opens here is not closed",
        "write ' after the text too; text that begins with ' needs other quotes",
    ),
    (
        "apostrophe in single quotes",
        "        text: We come now.",
        "        text: 'Don't come now.'",
        "10:19",
        "the quote ' is closed here, before the text ends",
        "write '' for an apostrophe, or put \" around the text: \"Don't come now.\"",
    ),
    (
        "text after quote",
        "        text: We come now.",
        '        text: "Come" now.',
        "10:20",
        'the quote " is closed here, before the text ends',
        "put the other kind of quotes around all of the text",
    ),
    (
        "quote at end only",
        "        text: We come now.",
        "        text: We come now.'",
        "10:15",
        "`text` ends with ', which nothing opens",
        "write it before the text too, or not at all",
    ),
    (
        "two spaces too many",
        "        text: We come now.",
        "          text: We come now.",
        "10:11",
        "this line is indented further than the one above",
        "indent it by 8 spaces, as the key 'id' is",
    ),
    (
        "one space too many",
        "        symbol: ill",
        "         symbol: ill",
        "11:10",
        "this line is indented further than the one above",
        "indent it by 8 spaces, as the key 'text' is",
    ),
    (
        "one space too few",
        "        text: We come now.",
        "       text: We come now.",
        "10:8",
        "this line is indented by a number of spaces that no line above it has",
        "indent it by 8 spaces, as line 9, if it belongs to that",
    ),
    (
        "two too few",
        "        text: We come now.",
        "      text: We come now.",
        "10:7",
        "this line is indented by a number of spaces that no line above it has",
        "indent it by 8 spaces, as line 9, if it belongs to that",
    ),
    (
        "top key indented",
        "code: X01",
        "  code: X01",
        "2:3",
        "this line is indented further than the one above",
        "indent it by 0 spaces, as the key 'id' is",
    ),
    (
        "kind key dedented",
        "    phrases:",
        "   phrases:",
        "8:4",
        "this line is indented by a number of spaces that no line above it has",
        "indent it by 4 spaces, as line 7, if it belongs to that",
    ),
    (
        "tab indent",
        "        text: We come now.",
        "\ttext: We come now.",
        "10:1",
        "a tab indents this line",
        "indent with the space bar",
    ),
    (
        "tab after spaces",
        "        text: We come now.",
        "      \ttext: We come now.",
        "10:7",
        "a tab indents this line",
        "indent with the space bar",
    ),
    (
        "nbsp indent",
        "        text: We come now.",
        "\xa0       text: We come now.",
        "10:1",
        "a space that does not break indents this line",
        "indent with the space bar",
    ),
    (
        "forgot dash second",
        "      - id: two",
        "        id: two",
        "12:9",
        "the key 'id' is used at c:9:9 already",
        "keep one of the two; if another item begins here, write a dash before it: - id:",
    ),
    (
        "forgot dash first",
        ("      - id: one\n        text: We come now.\n        symbol: ill\n      - id: two"),
        ("        id: one\n        text: We come now.\n        symbol: ill\n        id: two"),
        "12:9",
        "the key 'id' is used at c:9:9 already",
        "keep one of the two; if another item begins here, write a dash before it: - id:",
    ),
    (
        "forgot dash section",
        "  - kind: staff-says",
        "    kind: staff-says",
        "7:5",
        "`sections` should be a list, but is a mapping",
        "write a dash before each item: - kind: ...",
    ),
    (
        "dash no space",
        "      - id: one",
        "      -id: one",
        "9:7",
        "a dash needs a space after it",
        "write '- id: one'",
    ),
    (
        "dash second no space",
        "      - id: two",
        "      -id: two",
        "12:7",
        "a dash needs a space after it",
        "write '- id: two'",
    ),
    (
        "no space after colon",
        "        text: We come now.",
        "        text:We come now.",
        "10:14",
        "a colon needs a space after it",
        "write a space after the colon",
    ),
    (
        "no space last",
        "        symbol: fever",
        "        symbol:fever",
        "14:16",
        "a colon needs a space after it",
        "write a space after the colon",
    ),
    (
        "no colon",
        "        text: We come now.",
        "        text We come now.",
        "10:9",
        "a key has no colon after it",
        "write 'text: We come now.'",
    ),
    (
        "equals",
        "        text: We come now.",
        "        text = We come now.",
        "10:9",
        "a key has no colon after it",
        "write 'text: We come now.'",
    ),
    (
        "fullwidth colon",
        "        text: We come now.",
        "        text： We come now.",
        "10:13",
        "this colon is of another script",
        "type a colon with a Latin keyboard, and a space after it",
    ),
    (
        "colon in text",
        "        text: We come now.",
        "        text: Note: we come now.",
        "10:19",
        "a colon stands in a text without quotes",
        "put quotes around it: 'Note: we come now.'",
    ),
    (
        "colon at end",
        "        text: We come now.",
        "        text: We say:",
        "10:21",
        "a colon stands in a text without quotes",
        "put quotes around it: 'We say:'",
    ),
    (
        "starts {",
        "        text: We come now.",
        "        text: {name} comes now.",
        "10:15",
        "text that starts with { needs quotes",
        "write '{name} comes now.'",
    ),
    (
        "starts [",
        "        text: We come now.",
        "        text: [We] come now.",
        "10:15",
        "text that starts with [ needs quotes",
        "write '[We] come now.'",
    ),
    (
        "starts { open",
        "        text: We come now.",
        "        text: {We come now.",
        "10:15",
        "the { that opens here is not closed",
        "put quotes around text that starts with it: '{We come now.'",
    ),
    (
        "starts [ open",
        "        text: We come now.",
        "        text: [We come now.",
        "10:15",
        "the [ that opens here is not closed",
        "put quotes around text that starts with it: '[We come now.'",
    ),
    (
        "starts &",
        "        text: We come now.",
        "        text: & so we come.",
        "10:15",
        "text that starts with & needs quotes",
        "write '& so we come.'",
    ),
    (
        "starts *",
        "        text: We come now.",
        "        text: * We come now.",
        "10:15",
        "text that starts with * needs quotes",
        "write '* We come now.'",
    ),
    (
        "starts *x",
        "        text: We come now.",
        "        text: *We come now.",
        "10:15",
        "the alias *We is not allowed",
        "put quotes around text that starts with *: '*We ...'",
    ),
    (
        "starts '",
        "        text: We come now.",
        "        text: 'tis time.",
        "10:15",
        "the quote ' that opens here is not closed",
        "write ' after the text too; text that begins with ' needs other quotes",
    ),
    (
        "starts %",
        "        text: We come now.",
        "        text: % of it.",
        "10:15",
        "text that starts with % needs quotes",
        "write '% of it.'",
    ),
    (
        "starts @",
        "        text: We come now.",
        "        text: @home.",
        "10:15",
        "text that starts with @ needs quotes",
        "write '@home.'",
    ),
    (
        "starts `",
        "        text: We come now.",
        "        text: `home`.",
        "10:15",
        "text that starts with ` needs quotes",
        "write '`home`.'",
    ),
    (
        "starts !",
        "        text: We come now.",
        "        text: !Stop now.",
        "10:15",
        "the tag !Stop is not allowed",
        "delete it; put quotes around text",
    ),
    (
        "starts |",
        "        text: We come now.",
        "        text: | We come.",
        "10:15",
        "text that starts with | needs quotes",
        "write '| We come.'",
    ),
    (
        "starts >",
        "        text: We come now.",
        "        text: > 5 people.",
        "10:15",
        "text that starts with > needs quotes",
        "write '> 5 people.'",
    ),
    (
        "starts -",
        "        text: We come now.",
        "        text: - We come.",
        "10:15",
        "text that starts with - needs quotes",
        "write '- We come.'",
    ),
    (
        "starts #",
        "        text: We come now.",
        "        text: # We come.",
        "10:14",
        "`text` is empty",
        "write the text, or delete the key; a value that starts with # needs quotes",
    ),
    (
        "starts ?",
        "        text: We come now.",
        "        text: ? We come.",
        "10:15",
        "text that starts with ? needs quotes",
        "write '? We come.'",
    ),
    (
        "escape",
        "        text: We come now.",
        '        text: "We \\come now."',
        "10:19",
        "a backslash stands before this letter",
        "write \\\\ for a backslash, or use single quotes",
    ),
    (
        "conflict",
        "        text: We come now.",
        ("<<<<<<< HEAD\n        text: We come now.\n=======\n        text: We go.\n>>>>>>> other"),
        "10:1",
        "a merge was left unfinished here",
        "choose one side and delete the marks",
    ),
    (
        "flow no comma",
        ("      - id: one\n        text: We come now.\n        symbol: ill"),
        "      - {id: one text: We come., symbol: ill}",
        "9:22",
        "a comma is missing before this key",
        "put a comma between a value and the next key, and quotes around text with a colon",
    ),
    (
        "flow open",
        ("      - id: one\n        text: We come now.\n        symbol: ill"),
        "      - {id: one, text: We come., symbol: ill",
        "9:9",
        "the { that opens here is not closed",
        "write } at its end",
    ),
    (
        "flow comma in text",
        ("      - id: one\n        text: We come now.\n        symbol: ill"),
        "      - {id: one, text: Come, now., symbol: ill}",
        "9:31",
        "a phrase has no key 'now.'",
        "put quotes around text with a comma in it",
    ),
    (
        "flow extra }",
        ("      - id: one\n        text: We come now.\n        symbol: ill"),
        "      - {id: one, text: We come., symbol: ill}}",
        "9:47",
        "there is a } too many",
        "delete it, or open it before",
    ),
    (
        "second doc",
        "code: X01",
        ("---\ncode: X01"),
        "2:1",
        "a second document starts here",
        "delete the line ---: a file is one document",
    ),
    (
        "key twice",
        "category: health",
        ("code: X02\ncategory: health"),
        "3:1",
        "the key 'code' is used at c:2:1 already",
        "keep one of the two",
    ),
    (
        "value next line",
        "        text: We come now.",
        ("        text:\n        We come now."),
        "11:9",
        "the text does not stand on the line of its key",
        "write it on line 10, after the colon",
    ),
    (
        "list as words",
        (
            "    phrases:\n"
            "      - id: one\n"
            "        text: We come now.\n"
            "        symbol: ill\n"
            "      - id: two\n"
            "        text: We go now.\n"
            "        symbol: fever"
        ),
        "    phrases: one",
        "8:14",
        "`phrases` should be a list, but is the text 'one'",
        "write a dash before each item, or brackets around them: [one]",
    ),
    (
        "flow # cut",
        ("      - id: one\n        text: We come now.\n        symbol: ill"),
        "      - {id: one, text: Call #112 now, symbol: ill}",
        "9:30",
        "the # begins a comment and cuts this line off",
        "put quotes around text with a # in it",
    ),
    (
        "quote in braces never closed",
        ("      - id: one\n        text: We come now.\n        symbol: ill"),
        "      - {id: one, text: 'We come., symbol: ill}",
        "9:25",
        "the quote that opens here is not closed",
        "write the same quote after it",
    ),
    (
        "the first key twice",
        "code: X01",
        ("id: visit\ncode: X01"),
        "2:1",
        "the key 'id' is used at c:1:1 already",
        "keep one of the two; if another item begins here, write a dash before it: - id:",
    ),
]


SEVERAL = {"forgot dash first"}


def test_the_card_itself_has_no_fault() -> None:
    assert faults(CARD) == []


@pytest.mark.parametrize(
    ("old", "new", "place", "message", "hint"),
    [way[1:] for way in WAYS],
    ids=[way[0].replace(" ", "-") for way in WAYS],
)
def test_each_way_is_told_where_it_began(
    old: str, new: str, place: str, message: str, hint: str
) -> None:
    assert CARD.count(old) == 1
    found = faults(CARD.replace(old, new))
    first = found[0]
    assert (f"{first.where.line}:{first.where.column}", first.message, first.hint) == (
        place,
        message.replace("c:", "visit.yaml:") if "used at" in message else message,
        hint,
    )


def test_there_is_one_fault_but_where_two_things_are_wrong() -> None:
    several = {name for name, old, new, *_ in WAYS if len(faults(CARD.replace(old, new))) > 1}
    assert several == SEVERAL


def test_a_quoted_text_may_have_several_lines() -> None:
    text = CARD.replace("title: A visit", 'title: "A\n  visit"').replace("code: X01", "code: a: b")
    (fault,) = faults(text)
    assert (fault.where.line, fault.message) == (2, "a colon stands in a text without quotes")
