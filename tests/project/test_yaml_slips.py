"""The ways in which people break YAML: each is told where it began, with what to do."""

from __future__ import annotations

import pytest

from commcards.base.diagnostics import Diagnostic
from commcards.project.cardfile import read_card
from commcards.project.fields import Faults, Fields
from commcards.project.records import DECK
from commcards.project.yamlnodes import Mapping, parse

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
        "write ' at the end of the text; if the ' belongs to the text, put \" around all of it",
    ),
    (
        "dquote never closed",
        "        text: We come now.",
        '        text: "We come now.',
        "10:15",
        'the quote " that opens here is not closed',
        'write " at the end of the text; if the " belongs to the text, put \' around all of it',
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
        "write ' at the end of the text; if the ' belongs to the text, put \" around all of it",
    ),
    (
        "title quote",
        "title: A visit",
        "title: 'A visit",
        "5:8",
        "the quote ' that opens here is not closed",
        "write ' at the end of the text; if the ' belongs to the text, put \" around all of it",
    ),
    (
        "apostrophe in single quotes",
        "        text: We come now.",
        "        text: 'Don't come now.'",
        "10:19",
        "the quote ' is closed here, before the text ends",
        'put " around all of the text; write: text: "Don\'t come now."',
    ),
    (
        "text after quote",
        "        text: We come now.",
        '        text: "Come" now.',
        "10:20",
        'the quote " is closed here, before the text ends',
        "put ' around all of the text; write: text: '\"Come\" now.'",
    ),
    (
        "quote at end only",
        "        text: We come now.",
        "        text: We come now.'",
        "10:27",
        "`text` ends with ', which nothing opens",
        "delete it, or write one before the text too",
    ),
    (
        "two spaces too many",
        "        text: We come now.",
        "          text: We come now.",
        "10:11",
        (
            "this line begins with 10 spaces, and so further right than 'id' in line 9, with "
            "which it seems to belong"
        ),
        "begin it with 8 spaces (delete 2), so that it stands under 'id'",
    ),
    (
        "one space too many",
        "        symbol: ill",
        "         symbol: ill",
        "11:10",
        (
            "this line begins with 9 spaces, and so further right than 'text' in line 10, "
            "with which it seems to belong"
        ),
        "begin it with 8 spaces (delete 1), so that it stands under 'text'",
    ),
    (
        "one space too few",
        "        text: We come now.",
        "       text: We come now.",
        "10:8",
        (
            "this line begins with 7 spaces, and so further left than 'id' in line 9, with "
            "which it seems to belong"
        ),
        "begin it with 8 spaces (add 1), so that it stands under 'id'",
    ),
    (
        "two too few",
        "        text: We come now.",
        "      text: We come now.",
        "10:7",
        (
            "this line begins with 6 spaces, and so further left than 'id' in line 9, with "
            "which it seems to belong"
        ),
        "begin it with 8 spaces (add 2), so that it stands under 'id'",
    ),
    (
        "top key indented",
        "code: X01",
        "  code: X01",
        "2:3",
        (
            "this line begins with 2 spaces, and so further right than 'id' in line 1, with "
            "which it seems to belong"
        ),
        "delete the spaces at the start of the line",
    ),
    (
        "kind key dedented",
        "    phrases:",
        "   phrases:",
        "8:4",
        (
            "this line begins with 3 spaces, and so further left than 'kind' in line 7, with "
            "which it seems to belong"
        ),
        "begin it with 4 spaces (add 1), so that it stands under 'kind'",
    ),
    (
        "tab indent",
        "        text: We come now.",
        "\ttext: We come now.",
        "10:1",
        "this line starts with a tab",
        (
            "delete all before 'text', and type 8 spaces there, so that it stands under 'id' "
            "in line 9"
        ),
    ),
    (
        "tab after spaces",
        "        text: We come now.",
        "      \ttext: We come now.",
        "10:7",
        "this line starts with a tab",
        (
            "delete all before 'text', and type 8 spaces there, so that it stands under 'id' "
            "in line 9"
        ),
    ),
    (
        "nbsp indent",
        "        text: We come now.",
        "\xa0       text: We come now.",
        "10:1",
        "this line starts with a no-break space, as word processors write it",
        (
            "delete all before 'text', and type 8 spaces there, so that it stands under 'id' "
            "in line 9"
        ),
    ),
    (
        "forgot dash second",
        "      - id: two",
        "        id: two",
        "12:9",
        "the key 'id' is used at c:9:9 already",
        (
            "keep one of the two; if another item begins here, replace the two spaces before "
            "'id' (keep the 6 before them) with a dash and a space; write: - id: two"
        ),
    ),
    (
        "forgot dash first",
        ("      - id: one\n        text: We come now.\n        symbol: ill\n      - id: two"),
        ("        id: one\n        text: We come now.\n        symbol: ill\n        id: two"),
        "12:9",
        "the key 'id' is used at c:9:9 already",
        (
            "keep one of the two; if another item begins here, replace the two spaces before "
            "'id' (keep the 6 before them) with a dash and a space; write: - id: two"
        ),
    ),
    (
        "forgot dash section",
        "  - kind: staff-says",
        "    kind: staff-says",
        "7:5",
        "under `sections` each item begins with a dash",
        (
            "replace the two spaces before 'kind' (keep the 2 before them) with a dash and a "
            "space; write: - kind: staff-says"
        ),
    ),
    (
        "dash no space",
        "      - id: one",
        "      -id: one",
        "9:7",
        "a dash needs a space after it",
        "write: - id: one",
    ),
    (
        "dash second no space",
        "      - id: two",
        "      -id: two",
        "12:7",
        "a dash needs a space after it",
        "write: - id: two",
    ),
    (
        "no space after colon",
        "        text: We come now.",
        "        text:We come now.",
        "10:14",
        "a colon needs a space after it",
        "write: text: We come now.",
    ),
    (
        "no space last",
        "        symbol: fever",
        "        symbol:fever",
        "14:16",
        "a colon needs a space after it",
        "write: symbol: fever",
    ),
    (
        "no colon",
        "        text: We come now.",
        "        text We come now.",
        "10:9",
        "'text' has no colon after it",
        "write: text: We come now.",
    ),
    (
        "equals",
        "        text: We come now.",
        "        text = We come now.",
        "10:9",
        "'text' has no colon after it",
        "write: text: We come now.",
    ),
    (
        "fullwidth colon",
        "        text: We come now.",
        "        text： We come now.",
        "10:13",
        "this is not the usual colon, but one that looks like it",
        "delete it, and type : and a space; write: text: We come now.",
    ),
    (
        "colon in text",
        "        text: We come now.",
        "        text: Note: we come now.",
        "10:19",
        "a colon stands in a text without quotes",
        "put quotes around the text; write: text: 'Note: we come now.'",
    ),
    (
        "colon at end",
        "        text: We come now.",
        "        text: We say:",
        "10:21",
        "a colon stands in a text without quotes",
        "put quotes around the text; write: text: 'We say:'",
    ),
    (
        "starts {",
        "        text: We come now.",
        "        text: {name} comes now.",
        "10:15",
        "text that starts with { needs quotes",
        "put quotes around the text; write: text: '{name} comes now.'",
    ),
    (
        "starts [",
        "        text: We come now.",
        "        text: [We] come now.",
        "10:15",
        "text that starts with [ needs quotes",
        "put quotes around the text; write: text: '[We] come now.'",
    ),
    (
        "starts { open",
        "        text: We come now.",
        "        text: {We come now.",
        "10:15",
        "the { that opens here is not closed",
        "put quotes around the text; write: text: '{We come now.'",
    ),
    (
        "starts [ open",
        "        text: We come now.",
        "        text: [We come now.",
        "10:15",
        "the [ that opens here is not closed",
        "put quotes around the text; write: text: '[We come now.'",
    ),
    (
        "starts &",
        "        text: We come now.",
        "        text: & so we come.",
        "10:15",
        "text that starts with & needs quotes",
        "put quotes around the text; write: text: '& so we come.'",
    ),
    (
        "starts *",
        "        text: We come now.",
        "        text: * We come now.",
        "10:15",
        "text that starts with * needs quotes",
        "put quotes around the text; write: text: '* We come now.'",
    ),
    (
        "starts *x",
        "        text: We come now.",
        "        text: *We come now.",
        "10:15",
        "text that starts with * needs quotes",
        "put quotes around the text; write: text: '*We come now.'",
    ),
    (
        "starts '",
        "        text: We come now.",
        "        text: 'tis time.",
        "10:15",
        "the quote ' that opens here is not closed",
        "write ' at the end of the text; if the ' belongs to the text, put \" around all of it",
    ),
    (
        "starts %",
        "        text: We come now.",
        "        text: % of it.",
        "10:15",
        "text that starts with % needs quotes",
        "put quotes around the text; write: text: '% of it.'",
    ),
    (
        "starts @",
        "        text: We come now.",
        "        text: @home.",
        "10:15",
        "text that starts with @ needs quotes",
        "put quotes around the text; write: text: '@home.'",
    ),
    (
        "starts `",
        "        text: We come now.",
        "        text: `home`.",
        "10:15",
        "text that starts with ` needs quotes",
        "put quotes around the text; write: text: '`home`.'",
    ),
    (
        "starts !",
        "        text: We come now.",
        "        text: !Stop now.",
        "10:15",
        "text that starts with ! needs quotes",
        "put quotes around the text; write: text: '!Stop now.'",
    ),
    (
        "starts |",
        "        text: We come now.",
        "        text: | We come.",
        "10:15",
        "text that starts with | needs quotes",
        "put quotes around the text; write: text: '| We come.'",
    ),
    (
        "starts >",
        "        text: We come now.",
        "        text: > 5 people.",
        "10:15",
        "text that starts with > needs quotes",
        "put quotes around the text; write: text: '> 5 people.'",
    ),
    (
        "starts -",
        "        text: We come now.",
        "        text: - We come.",
        "10:15",
        "text that starts with - needs quotes",
        "put quotes around the text; write: text: '- We come.'",
    ),
    (
        "starts #",
        "        text: We come now.",
        "        text: # We come.",
        "10:15",
        "`text` is empty, because a comment begins at the #",
        "put quotes around the text; write: text: '# We come.'",
    ),
    (
        "starts ?",
        "        text: We come now.",
        "        text: ? We come.",
        "10:15",
        "text that starts with ? needs quotes",
        "put quotes around the text; write: text: '? We come.'",
    ),
    (
        "escape",
        "        text: We come now.",
        '        text: "We \\come now."',
        "10:19",
        'inside " " a backslash has a meaning of its own',
        "delete it; or, if it belongs to the text, write: text: 'We \\come now.'",
    ),
    (
        "conflict",
        "        text: We come now.",
        ("<<<<<<< HEAD\n        text: We come now.\n=======\n        text: We go.\n>>>>>>> other"),
        "10:1",
        "two versions of this file were put together and not finished",
        (
            "keep the lines that you want, and delete those that begin with <<<<<<<, ======= "
            "and >>>>>>>"
        ),
    ),
    (
        "flow no comma",
        ("      - id: one\n        text: We come now.\n        symbol: ill"),
        "      - {id: one text: We come., symbol: ill}",
        "9:18",
        "a comma is missing before 'text'",
        (
            "if the colon belongs to the text, put quotes around the text; if 'text' is a "
            "key, write: - {id: one, text: We come., symbol: ill}"
        ),
    ),
    (
        "flow open",
        ("      - id: one\n        text: We come now.\n        symbol: ill"),
        "      - {id: one, text: We come., symbol: ill",
        "9:9",
        "the { that opens here is not closed",
        "write } at its end; write: - {id: one, text: We come., symbol: ill}",
    ),
    (
        "flow comma in text",
        ("      - id: one\n        text: We come now.\n        symbol: ill"),
        "      - {id: one, text: Come, now., symbol: ill}",
        "9:31",
        "the comma before 'now.' splits the text in two",
        "put quotes around the text; write: text: 'Come, now.'",
    ),
    (
        "flow extra }",
        ("      - id: one\n        text: We come now.\n        symbol: ill"),
        "      - {id: one, text: We come., symbol: ill}}",
        "9:47",
        "there is a } too many",
        "delete it, or write the missing { before the text",
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
        "put it on line 10, after the colon; write: text: We come now.",
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
        "under `phrases` each item begins with a dash, but here is the text 'one'",
        "begin a new line for each; write: - id: one",
    ),
    (
        "flow # cut",
        ("      - id: one\n        text: We come now.\n        symbol: ill"),
        "      - {id: one, text: Call #112 now, symbol: ill}",
        "9:30",
        "the # begins a comment and cuts this line off",
        (
            "put quotes around the text with the #; write: - {id: one, text: 'Call #112 now', "
            "symbol: ill}"
        ),
    ),
    (
        "quote in braces never closed",
        ("      - id: one\n        text: We come now.\n        symbol: ill"),
        "      - {id: one, text: 'We come., symbol: ill}",
        "9:25",
        "the quote ' that opens here is not closed",
        "write ' at the end of the text, before the , or } that follows it",
    ),
    (
        "the first key twice",
        "code: X01",
        ("id: visit\ncode: X01"),
        "2:1",
        "the key 'id' is used at c:1:1 already",
        "keep one of the two",
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


IN_PART = {"flow comma in text", "value next line", "list as words"}  # their hints are of others


@pytest.mark.parametrize(
    ("old", "new"),
    [way[1:3] for way in WAYS if "write: " in way[5] and way[0] not in IN_PART],
    ids=[way[0].replace(" ", "-") for way in WAYS if "write: " in way[5] and way[0] not in IN_PART],
)
def test_what_is_to_be_written_mends_the_card(old: str, new: str) -> None:
    """What stands after ``write:`` is typed as it stands there, and nothing else."""
    broken = CARD.replace(old, new)
    lines = broken.splitlines()
    for fault in faults(broken):
        line = lines[fault.where.line - 1]
        indent = len(line) - len(line.lstrip()) - 2 * ("replace the two spaces" in fault.hint)
        lines[fault.where.line - 1] = " " * indent + fault.hint.partition("write: ")[2]
    assert faults("\n".join(lines) + "\n") == []


SOME = "        text: We come now."
OTHER = "      - id: two"


@pytest.mark.parametrize(
    ("old", "new", "message", "hint"),
    [
        (OTHER, "      id: two", "a dash is missing before 'id'", "write: - id: two"),
        (OTHER, "     - id: two", "than the dash in line 9", "6 spaces (add 1)"),
        (OTHER, "          - id: two", "right than the dash in line 9", "6 spaces (delete 4)"),
        (OTHER, "    \t- id: two", "a tab", "before the dash, and type 6 spaces"),
        ("    phrases:", "\tphrases:", "a tab", "type 4 spaces there"),
        ("      - id: one", "\t- id: one", "a tab", "6 spaces there, 2 more than stand before"),
        ("id: visit", "\tid: visit", "a tab", "and type spaces there"),
        ("code: X01", "\tcode: X01", "a tab", "type nothing there"),
        (SOME, "     text: We come.", "than 'phrases' in line 8", "4 spaces (delete 1)"),
        (SOME, "        text: 'Don't go.", "is closed here", 'write: text: "Don\'t go."'),
        (SOME, '        text: "Say "no" to it."', "closed here", "text: 'Say \"no\" to it.'"),
        (SOME, "        text: 'Say' and 'go'.", "closed here", "write: text: \"'Say' and 'go'.\""),
        (SOME, '        text: don\'t: "go"', "a colon stands", "text: 'don''t: \"go\"'"),
        (SOME, '        text: "\\d \\" e"', "backslash", r"write \\ if it belongs to the text"),
        (SOME, "        text: &co we come.", "starts with & needs", "delete &co, or put quotes"),
        (SOME, "        text: *x\n  *x : y", "text that starts with * needs quotes", "text: '*x'"),
        (SOME, "        We come now.", "no key stands before this", "the end of line 9"),
        (SOME, "        text: We come now. #1", "ends before the #", "text: 'We come now. #1'"),
        (SOME, "        text: We come\n          now.'", "ends with '", "delete it, or write one"),
        (SOME, "        text:", "`text` is empty", "write the text, or delete the key"),
        (SOME, "        text: true", "should be text", "around it; write: text: 'true'"),
        ("sections:", "sections: {kind: x}\nx:", "or stands in brackets", "[ before the {"),
        ("symbol: fever", "symbol: My Ill", "is not an id", "them; write: symbol: my-ill"),
        ("id: visit", "id: vist", "its file's name is 'visit'", "the id; write: id: visit"),
        ("code: X01", "code:@home", "a colon needs a space", "write: code: '@home'"),
        ("id: visit", "id visit", "'id' has no colon", "write: id: visit"),
        ("id: visit", "id:visit", "a colon needs a space", "write: id: visit"),
        ("code: X01", "code: ,X", "text that starts with , needs quotes", "write: code: ',X'"),
        (SOME, "        *text: We come.", "a * stands before 'text'", "write: text: We come."),
        (OTHER, "\\      - id: two", "a \\ stands before the dash", "delete it; write: - id: two"),
        (OTHER, "      - ,id: two", "a , stands before 'id'", "delete it; write: - id: two"),
        (OTHER, "      -\tid: two", "a tab stands here", "write: - id: two"),
        (OTHER, "      -  id: two", "2 spaces stand after this dash", "keep one; write: - id: two"),
        ("sections:", "- sections:", "is not written as YAML is (", "look for a colon, dash"),
        ("symbol: fever", "symbl: fever", "the phrase 'two' has no key 'symbl'", "'symbol'?"),
    ],
)
def test_what_else_is_told(old: str, new: str, message: str, hint: str) -> None:
    found = faults(CARD.replace(old, new))
    assert any(message in fault.message and hint in fault.hint for fault in found), found


@pytest.mark.parametrize(
    ("flow", "message", "written"),
    [
        ("{a: Come: now, b: c}", "a colon stands in a text", "x: {a: 'Come: now', b: c}"),
        ("{a: b, c: d [e: f}", "the { that opens here", ""),
        ("{a: b, c: {d: e}", "the { that opens here", ""),
        ("[a, Call #1, b]", "the # begins", "x: [a, 'Call #1', b]"),
        ("{a: *b, c: d}", "starts with * needs quotes", ""),
    ],
)
def test_in_brackets_a_line_is_written_out_where_its_text_is_sure(
    flow: str, message: str, written: str
) -> None:
    found = parse(f"x: {flow}\n", "visit.yaml")[1]
    assert message in found[0].message
    assert found[0].hint.partition("write: ")[2] == written


def test_a_text_that_commas_split_is_told_once() -> None:
    phrase = "{id: one, text: Come, please, it's now., symbol: ill}"
    (fault,) = faults(
        CARD.replace("id: one\n        text: We come now.\n        symbol: ill", phrase)
    )
    assert fault.hint == 'put quotes around the text; write: text: "Come, please, it\'s now."'


def test_an_alias_of_an_anchor_is_no_text() -> None:
    found = parse("a: &one [1]\nb: *one\n", "x.yaml")[1]
    assert [(fault.message, fault.hint) for fault in found] == [
        ("the anchor &one is not allowed", "delete it"),
        ("the alias *one is not allowed", "write the value out"),
    ]


def test_words_stand_in_brackets() -> None:
    node, _ = parse("staff: bg, en\nlayouts:\ncards: {a: b}\n", "decks.yaml")
    told = Faults()
    assert isinstance(node, Mapping)
    fields = Fields(node, DECK, told)
    assert [fields.words(key) for key in ("staff", "layouts", "cards")] == [(), (), ()]
    assert [fault.hint for fault in told.found] == [
        "write: staff: [bg, en]",
        *["write them with [ before and ] after them, and commas between them"] * 2,
    ]
