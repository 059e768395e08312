"""Services: what services.yaml may say, how long it is good, and the rows that a card shows."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from commcards.base import paths
from commcards.base.diagnostics import Diagnostic, Location, Severity, has_errors
from commcards.base.units import Mm
from commcards.build import builder
from commcards.faces.items import Text
from commcards.faces.rowlayout import RowLayout
from commcards.localize.localcard import Words
from commcards.localize.localizer import Localizer
from commcards.localize.servicecard import key, rows, tel
from commcards.model.cards import Kind, Message
from commcards.model.decks import Service
from commcards.project.decks import read_project
from commcards.project.services import (
    check_dates,
    check_samples,
    check_symbols,
    read_services,
)
from commcards.workspace.checks import check_address, check_services, prints_services
from commcards.workspace.recall import CatalogReport, ReadCache
from commcards.workspace.request import Request
from commcards.workspace.workspace import Workspace
from tests.support.badinput import (
    PROJECT,
    REPOSITORY,
    check,
    copy_project,
    each_bad_file,
    edit,
    project_with,
)
from tests.support.invented import (
    ARABIC,
    BULGARIAN,
    ENGLISH,
    NOWHERE,
    PERSIAN,
    UKRAINIAN,
    card,
    catalog,
    section,
)

DAY = timedelta(days=1)
CHECKED = date(2026, 11, 22)
EXPIRES = CHECKED + 365 * DAY
CLINIC = Service(
    id="clinic", name="Клиника", name_language="bg", kind="clinic", symbol="clinic", country="BG",
    phone="+359 00 000-001", source="a test", checked=CHECKED, expires=EXPIRES, where=NOWHERE,
    city="София", address="ул. 1", hours="9:00–17:00", languages=("bg", "ar"),
)  # fmt: skip
EMERGENCY = replace(
    CLINIC, id="emergency", name="Emergency", name_language="en", country="EU", phone="112",
    city="", address="", hours="", languages=(),
)  # fmt: skip
NAMED = replace(
    EMERGENCY, languages=("ar",), message=Message(key(EMERGENCY), "Emergency", "", NOWHERE)
)
SAMPLE = replace(CLINIC, id="sample", sample=True)
LANGUAGES = (ENGLISH, BULGARIAN, ARABIC, PERSIAN, UKRAINIAN)
FILE = """kinds: {clinic: clinic}
services:
  one:
    name: A clinic
    name-language: en
    kind: clinic
    country: BG
    phone: '+359 00 000 001'
    hours: '9:00'
    languages: [fa, en]
    source: https://example.org/
    checked: '2026-11-22'
    sample: true
"""


def localizer(staff: str = "bg") -> Localizer:
    tags = {language.tag: language for language in LANGUAGES}
    return Localizer(ENGLISH, tags[staff], (ARABIC,), {}, LANGUAGES)


def codes(faults: list[Diagnostic]) -> list[tuple[str, Severity]]:
    return [(fault.code, fault.severity) for fault in faults]


def test_a_project_needs_no_services() -> None:
    project, faults = read_project(PROJECT)
    assert (project.services, faults) == ({}, [])


@pytest.mark.parametrize("days", [365, 30])
def test_reading(tmp_path: Path, days: int) -> None:
    root = copy_project(tmp_path)
    head = f"expires-after-days: {days}\n" if days != 365 else ""
    (root / paths.SERVICES).write_text(head + FILE, "utf-8")
    project, faults = read_project(root)
    assert faults == []
    line = 4 + bool(head)
    assert project.services == {
        "one": Service(
            id="one", name="A clinic", name_language="en", kind="clinic", symbol="clinic",
            country="BG", phone="+359 00 000 001", source="https://example.org/", checked=CHECKED,
            expires=CHECKED + days * DAY, where=Location(paths.SERVICES, line, 5), hours="9:00",
            languages=("fa", "en"), sample=True,
        )
    }  # fmt: skip


@each_bad_file("services")
def test_bad_services(bad: Path, tmp_path: Path) -> None:
    found = read_project(project_with(tmp_path, bad, paths.SERVICES))[1]
    check(bad, paths.SERVICES, found)
    assert all(fault.hint for fault in found if fault.code != "out-of-range")


def test_a_service_with_an_unreadable_date_falls_out(tmp_path: Path) -> None:
    (tmp_path / paths.SERVICES).write_text(FILE.replace("2026-11-22", "2026-11-31"), "utf-8")
    services, faults = read_services(tmp_path, ("en", "fa"))
    assert services == {}
    assert [fault.code for fault in faults] == ["bad-date"]


def test_a_broken_list_of_kinds_is_one_fault(tmp_path: Path) -> None:
    (tmp_path / paths.SERVICES).write_text(FILE.replace("{clinic: clinic}", "clinic"), "utf-8")
    faults = read_services(tmp_path, ("en", "fa"))[1]
    assert [fault.code for fault in faults] == ["wrong-type"]


@pytest.mark.parametrize(
    ("today", "release", "found"),
    [
        (CHECKED - DAY, False, [("checked-in-future", Severity.ERROR)]),
        (CHECKED, True, []),
        (EXPIRES, True, []),
        (EXPIRES + DAY, False, [("service-expired", Severity.WARNING)]),
        (EXPIRES + DAY, True, [("service-expired", Severity.ERROR)]),
    ],
)
def test_dates(today: date, release: bool, found: list[tuple[str, Severity]]) -> None:
    assert codes(check_dates([CLINIC], today, release=release)) == found


def test_samples_and_pictures() -> None:
    services = [CLINIC, SAMPLE]
    assert codes(check_samples(services)) == [("sample-service", Severity.WARNING)]
    assert codes(check_samples(services, release=True)) == [("sample-service", Severity.ERROR)]
    assert check_symbols(services, ["clinic"]) == []
    (fault, _) = check_symbols(services, ["clinics"])
    assert (fault.code, "clinics" in fault.hint) == ("unknown-symbol", True)


def test_rows() -> None:
    (row,) = rows([CLINIC], localizer())
    assert (row.line.key, row.line.symbol) == (key(CLINIC), "clinic")
    assert row.line.person == (
        Words(BULGARIAN, "Клиника"),
        Words(ENGLISH, "+359\u00a000\u00a0000-001"),
    )
    assert row.line.notes == (
        Words(BULGARIAN, "София ·\u00a0ул. 1 ·\u00a09:00–17:00"),
        Words(BULGARIAN, "Български"),
        Words(ARABIC, "العربية"),
    )
    assert row.line.words == row.line.person  # it is the same name for staff
    assert row.turned() == row
    assert not row.line.draft


def test_a_name_that_is_translated_stands_in_every_language() -> None:
    name = key(EMERGENCY)
    texts = {
        "bg": catalog(BULGARIAN, {name: "bg: 112"}),
        "ar": catalog(ARABIC, {name: "ar: 112"}, draft=[name]),
    }
    (row,) = rows([NAMED], replace(localizer(), catalogs=texts))
    line = row.line
    assert (line.key, line.symbol, line.link) == (name, "clinic", "tel:112")
    assert line.person == (Words(ARABIC, "ar: 112", draft=True), Words(ENGLISH, "112"))
    assert line.staff == Words(BULGARIAN, "bg: 112")
    assert line.notes == (Words(BULGARIAN, "Европейски съюз"), Words(ARABIC, "العربية"))


def test_notes_are_small_and_stand_below(ours: Workspace) -> None:
    (row,) = rows([CLINIC], localizer())
    spec = ours.project.layouts["board"].face
    row_layout = RowLayout(spec, lambda *_: 1, lambda *_: Mm(20))
    items, height = row_layout.stack(row.line, 0, 80)
    texts = [item for item in items if isinstance(item, Text)]
    last = texts[2:]
    assert [item.words for item in last] == list(row.line.notes)
    assert [item.size / item.words.language.scale for item in last] == [spec.staff] * 3
    assert not any(item.bold for item in last)
    assert all(item.y >= texts[1].y + texts[1].height for item in last)
    assert height == max(item.y + item.height for item in last)


def test_a_note_makes_the_name_a_message(tmp_path: Path) -> None:
    root = copy_project(tmp_path)
    note = "    name-note: What it is.\n    name-language: en\n"
    (root / paths.SERVICES).write_text(FILE.replace("    name-language: en\n", note), "utf-8")
    project, faults = read_project(root)
    assert faults == []
    where = Location(paths.SERVICES, 4, 11)
    assert project.messages()[-1] == Message(
        "service.one", "A clinic", "What it is.", where, symbol="clinic"
    )


@pytest.mark.parametrize(
    ("staff", "country", "shown"),
    [
        ("bg", "EU", Words(BULGARIAN, "Европейски съюз")),
        ("ar", "BG", Words(ARABIC, "بلغاريا")),
        ("xx", "BG", Words(ENGLISH, "Bulgaria")),
    ],
)
def test_without_details_the_country_stands_there(staff: str, country: str, shown: Words) -> None:
    unknown = replace(ENGLISH, tag="xx")
    asked = localizer(staff) if staff != "xx" else replace(localizer(), staff=unknown)
    (row,) = rows([replace(EMERGENCY, country=country)], asked)
    assert row.line.notes == (shown,)


def test_a_number_reads_from_left_to_right_without_direction_marks() -> None:
    for row in rows([CLINIC, EMERGENCY], localizer("ar")):
        phone = row.line.person[1]
        assert phone.language.direction == "ltr"
        assert all(not re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", each.text)
                   for each in row.line.printed)  # fmt: skip


@pytest.mark.parametrize(
    ("phone", "url"),
    [("112", "tel:112"), ("116 000", "tel:116000"), ("+359 00 000-001", "tel:+35900000001")],
)
def test_tel(phone: str, url: str) -> None:
    assert tel(replace(CLINIC, phone=phone)) == url


def test_our_own_services(ours: Workspace) -> None:
    assert not has_errors(read_services(REPOSITORY, ours.project.languages)[1])
    assert not has_errors(check_services(ours, CHECKED))
    shipped = ours.project.services.values()
    real = {service.phone.replace(" ", "") for service in shipped if not service.sample}
    assert real == {"112", "116000", "116111", "116006"}
    for service in shipped:
        assert service.sample is service.name.startswith("SAMPLE")
        assert service.sample is (service.message is None)
        assert service.country == "EU" or service.phone.startswith("+359 00 ")  # nobody's number


def test_the_fonts_must_have_the_words(ours: Workspace) -> None:
    thai = replace(EMERGENCY, hours="\u0e01", where=Location(paths.SERVICES, 7, 5))
    project = replace(ours.project, services={"emergency": thai})
    faults = check_services(replace(ours, project=project), CHECKED)
    assert [(fault.code, fault.where) for fault in faults] == [("missing-glyph", thai.where)]
    assert faults[0].message.startswith(f"{key(thai)} (en): ")


def test_only_a_release_that_prints_services_refuses_samples(ours: Workspace) -> None:
    listing = card([section(Kind.SERVICES, [])], name="services")
    deck = replace(ours.project.decks["emergency"], cards=("services",))
    decks = replace(ours.project, decks={"emergency": deck})
    with_card = replace(ours, cards={**ours.cards, "services": listing}, project=decks)
    without = replace(with_card, cards={**ours.cards, "services": card([])})
    assert prints_services(with_card, [with_card.project.decks["emergency"]])
    assert not prints_services(without, [without.project.decks["emergency"]])
    assert not has_errors(check_services(ours, CHECKED))
    released = check_services(ours, CHECKED, release=True)
    assert set(codes(released)) == {("sample-service", Severity.ERROR)}


@pytest.mark.parametrize(
    ("address", "leads_nowhere"),
    [
        ("https://cards.example.org", True),
        ("https://example.com/cards", True),
        ("http://localhost:8000", True),
        ("https://cards.invalid", True),
        ("https://example.bg", False),
        ("https://myexample.org", False),
        ("https://cards.clinic.org/example.org", False),
    ],
)
def test_an_address_that_leads_nowhere_is_reported(
    ours: Workspace, address: str, leads_nowhere: bool
) -> None:
    imprint = replace(ours.project.imprint, base_url=address)
    workspace = replace(ours, project=replace(ours.project, imprint=imprint))
    warned = [("placeholder-address", Severity.WARNING)] if leads_nowhere else []
    assert codes(check_address(workspace)) == warned
    refused = [("placeholder-address", Severity.ERROR)] if leads_nowhere else []
    assert codes(check_address(workspace, release=True)) == refused


def test_a_build_reports_services(
    ours: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def read(*_: object) -> tuple[Workspace, list[Diagnostic]]:
        return ours, []

    monkeypatch.setattr(ReadCache, "workspace", read)
    monkeypatch.setattr(ReadCache, "report", lambda *_, **__: CatalogReport((), False, ()))
    monkeypatch.setattr(builder, "prints_services", lambda *_: True)
    request = Request(
        root=REPOSITORY,
        output=tmp_path,
        languages=("bg",),
        staff=("en",),
        release=True,
        cache=False,
    )
    monkeypatch.setattr(builder, "release_faults", lambda *_: [])
    report = builder.build(request, today=EXPIRES + DAY)
    assert {fault.code for fault in report.diagnostics} == {
        "sample-service",
        "service-expired",
        "placeholder-address",
    }
    assert report.outputs == ()


def test_a_number_needs_quotes(tmp_path: Path) -> None:
    root = copy_project(tmp_path)
    (root / paths.SERVICES).write_text(FILE, "utf-8")
    edit(root / paths.SERVICES, "'+359 00 000 001'", "359")
    (fault,) = read_project(root)[1]
    assert str(fault.where) == "services.yaml:8:12"
    assert "'359'" in fault.hint
