"""services.yaml -> the services that a card lists, with checks of how recent they are."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from pathlib import Path

from babel import Locale

from commcards.base import layers, paths
from commcards.base.diagnostics import Diagnostic, Severity
from commcards.model.cards import Message
from commcards.model.decks import Service
from commcards.model.languages import SOURCE_LANGUAGE
from commcards.project import yamlnodes
from commcards.project.fields import Faults, Fields, Placed, read_fields, read_id, suggest
from commcards.project.records import SERVICE, SERVICES
from commcards.project.yamlnodes import Node

_EXPIRES_AFTER = 365  # days
_DAY = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}")
_NO_COUNTRIES = {"EZ", "QO", "UN", "XA", "XB", "ZZ"}  # CLDR names these too


def read_services(
    root: Path, languages: Collection[str]
) -> tuple[dict[str, Service], list[Diagnostic]]:
    """Read ``root/services.yaml``: the services by id, in the order of the file.

    The file may be absent. Its kinds are laid over the library's, whose services stand in no other
    project: nobody can promise that its numbers are right there. Tags are checked against
    ``languages``, unless that is empty. A service whose date cannot be read is left out.
    """
    if not (root / paths.SERVICES).exists():
        return {}, []
    nodes, diagnostics = yamlnodes.read_layers(root, paths.SERVICES)
    faults = Faults(diagnostics)
    every = [fields for node in nodes if (fields := read_fields(node, SERVICES, faults))]
    if len(every) < len(layers.holding(root, paths.SERVICES)):  # Why, is told already.
        return {}, faults.found
    kinds = {
        kind: read_id(item, f"the picture of {kind!r}", faults)
        for fields in every
        for kind, item in fields.entries("kinds")
    }
    fields = every[-1]
    if not any("kinds" in each for each in every):
        fields.require("kinds")
    days = fields.integer("expires-after-days", default=_EXPIRES_AFTER)
    services = {}
    for service_id, item in fields.entries("services"):
        service = _service(service_id, item, kinds, languages, timedelta(days), faults)
        if service:
            services[service_id] = service
    return services, faults.found


def check_dates(
    services: Iterable[Service], today: date, *, release: bool = False
) -> list[Diagnostic]:
    """Find entries that nobody has checked for too long; for a ``release`` they are errors."""
    faults = []
    severity = Severity.ERROR if release else Severity.WARNING
    for service in services:
        if service.checked > today:
            text = f"{service.id} was checked on {service.checked}, which is in the future"
            hint = "write the day on which somebody called the number, or correct the clock"
            faults.append(Diagnostic(service.where, "checked-in-future", text, hint))
        elif service.expires < today:
            text = f"{service.id} was checked on {service.checked} and expired on {service.expires}"
            hint = "call the number, check address and hours, and correct `checked`"
            faults.append(Diagnostic(service.where, "service-expired", text, hint, severity))
    return faults


def check_samples(services: Iterable[Service], *, release: bool = False) -> list[Diagnostic]:
    """Find made-up services, which no ``release`` may print."""
    severity = Severity.ERROR if release else Severity.WARNING
    hint = f"delete it from {paths.SERVICES}, or replace it by a real service"
    return [
        Diagnostic(service.where, "sample-service", f"{service.id} is a sample", hint, severity)
        for service in services
        if service.sample
    ]


def check_symbols(services: Iterable[Service], symbols: Collection[str]) -> list[Diagnostic]:
    """Find services whose kind names a picture that does not exist."""
    return [
        Diagnostic(
            service.where,
            "unknown-symbol",
            f"there is no symbol {service.symbol!r}, which the kind {service.kind!r} names",
            suggest(service.symbol, symbols),
        )
        for service in services
        if service.symbol and symbols and service.symbol not in symbols
    ]


def _service(
    service_id: str,
    node: Node,
    kinds: dict[str, str],
    languages: Collection[str],
    good: timedelta,
    faults: Faults,
) -> Service | None:
    fields = read_fields(node, SERVICE, faults, service_id)
    if not fields:
        return None
    # If no kind is known, that is reported already.
    kind = fields.one_of("kind", kinds) if kinds else fields.word("kind")
    written = Placed(fields.word("name-language"), fields.place("name-language"))
    spoken = fields.words("languages")
    for tag, where in (written, *spoken):
        if tag and languages and tag not in languages:
            text = f"there is no language {tag!r} in languages.yaml"
            faults.error(where, "unknown-language", text, suggest(tag, languages))
    checked = _day(fields, "checked")
    service = Service(
        id=service_id,
        name=fields.text("name"),
        name_language=written.text,
        kind=kind,
        symbol=kinds.get(kind, ""),
        country=_country(fields),
        phone=fields.word("phone"),
        source=fields.text("source"),
        checked=checked or date.min,
        expires=(checked or date.min) + good,
        where=fields.where,
        city=fields.text("city"),
        address=fields.text("address"),
        hours=fields.text("hours"),
        languages=tuple(each.text for each in spoken),
        sample=fields.flag("sample"),
        message=_message(service_id, kinds.get(kind, ""), fields),
    )
    return service if checked else None


def _message(service_id: str, symbol: str, fields: Fields) -> Message | None:
    """Return the name as a message if a note asks translators for it."""
    if "name-note" not in fields:
        return None
    language = fields.word("name-language")
    if language not in ("", SOURCE_LANGUAGE):
        text = f"a name with a `name-note` is translated, but this one is in {language!r}"
        hint = f"delete the note, or write the name in {SOURCE_LANGUAGE!r}, as on cards"
        fields.faults.error(fields.place("name-note"), "unknown-value", text, hint)
    note = fields.text("name-note")
    place = fields.place("name")
    return Message(f"service.{service_id}", fields.text("name"), note, place, symbol=symbol)


def _country(fields: Fields) -> str:
    """Read a code of ISO 3166, or EU."""
    hint = "write two capitals of ISO 3166 such as BG, or EU"
    code = fields.word("country")
    known = set(Locale("en").territories) - _NO_COUNTRIES
    if code and code not in known:
        text = f"there is no country {code!r}"
        fields.faults.error(fields.place("country"), "bad-country", text, hint)
    return code


def _day(fields: Fields, key: str) -> date | None:
    text = fields.word(key)
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    if text:
        hint = "write it as YYYY-MM-DD, in quotes"
        fields.faults.error(fields.place(key), "bad-date", f"`{key}` cannot be {text!r}", hint)
    return None
