"""services.yaml -> the services that a card lists, and whether their entries are still good."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from pathlib import Path

from babel import Locale

from commcards.base import paths
from commcards.base.diagnostics import Diagnostic, Severity
from commcards.model.cards import Message
from commcards.model.decks import Service
from commcards.model.languages import SOURCE_LANGUAGE
from commcards.project import yamlnodes
from commcards.project.schema import MAX_NOTE, Faults, Fields, Placed, read_fields, read_id, suggest
from commcards.project.yamlnodes import Node

_EXPIRES_AFTER = 365  # days
_LONGEST = 3650  # days
_REQUIRED = ("name", "name-language", "kind", "country", "phone", "source", "checked")
_OPTIONAL = ("city", "address", "hours", "languages", "sample", "name-note")
_PHONE = r"(?=(?:[^0-9]*[0-9]){2,15}[^0-9]*$)\+?[0-9]+([ -][0-9]+)*"  # 15 digits: ITU-T E.164
_PHONE_HINT = "2 to 15 digits in quotes, with single spaces: '112', '+359 2 123 456'"
_DAY = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}")
_NO_COUNTRIES = {"EZ", "QO", "UN", "XA", "XB", "ZZ"}  # codes that CLDR names besides


def read_services(
    root: Path, languages: Collection[str]
) -> tuple[dict[str, Service], list[Diagnostic]]:
    """Read ``root/services.yaml``: the services by id, in the order of the file.

    There need not be such a file. ``languages`` are the tags that there are; where there are none,
    tags are not checked. A service whose date cannot be read falls out.
    """
    if not (root / paths.SERVICES).exists():
        return {}, []
    node, found = yamlnodes.read(root, paths.SERVICES)
    faults = Faults(found)
    required, optional = ("kinds", "services"), ("expires-after-days",)
    fields = read_fields(node, "the file", faults, required, optional) if node else None
    if not fields:
        return {}, faults.found
    days = fields.integer("expires-after-days", 1, _LONGEST, default=_EXPIRES_AFTER)
    kinds = {
        kind: read_id(item, f"the picture of {kind!r}", faults)
        for kind, item in fields.entries("kinds")
    }
    services = {}
    for service_id, item in fields.entries("services"):
        service = _service(service_id, item, kinds, languages, timedelta(days), faults)
        if service:
            services[service_id] = service
    return services, faults.found


def check_dates(
    services: Iterable[Service], today: date, *, release: bool = False
) -> list[Diagnostic]:
    """Find entries that nobody has looked at for too long; a ``release`` has none of them."""
    faults = []
    severity = Severity.ERROR if release else Severity.WARNING
    for service in services:
        if service.checked > today:
            text = f"{service.id} was checked on {service.checked}, which is still to come"
            hint = "write the day on which somebody called the number, or set the clock"
            faults.append(Diagnostic(service.where, "checked-in-future", text, hint))
        elif service.expires < today:
            text = f"{service.id} was checked on {service.checked}, good until {service.expires}"
            hint = "call the number, look at the address and hours, and correct `checked`"
            faults.append(Diagnostic(service.where, "service-expired", text, hint, severity))
    return faults


def check_samples(services: Iterable[Service]) -> list[Diagnostic]:
    """Find made-up services, which no release may print."""
    hint = f"take it out of {paths.SERVICES}, or write a service that exists in its place"
    return [
        Diagnostic(service.where, "sample-service", f"{service.id} is a sample", hint)
        for service in services
        if service.sample
    ]


def check_symbols(services: Iterable[Service], symbols: Collection[str]) -> list[Diagnostic]:
    """Find services whose kind has a picture that does not exist."""
    return [
        Diagnostic(
            service.where,
            "unknown-symbol",
            f"there is no symbol {service.symbol!r}, which the kind {service.kind!r} asks for",
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
    fields = read_fields(node, "a service", faults, _REQUIRED, _OPTIONAL)
    if not fields:
        return None
    # Where no kind is known, that is reported already.
    kind = fields.one_of("kind", kinds) if kinds else fields.word("kind")
    written = Placed(fields.word("name-language"), fields.place("name-language"))
    spoken = fields.texts("languages", least=0)
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
        phone=fields.pattern("phone", _PHONE, "bad-phone", _PHONE_HINT),
        source=fields.text("source", limit=MAX_NOTE),
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
    """Return the name as a message where a note asks translators for it."""
    if "name-note" not in fields:
        return None
    language = fields.word("name-language")
    if language not in ("", SOURCE_LANGUAGE):
        text = f"a name in {language!r} has a `name-note`, and would be translated"
        hint = f"take the note out, or write the name in {SOURCE_LANGUAGE!r}, as the cards are"
        fields.faults.error(fields.place("name-note"), "unknown-value", text, hint)
    note = fields.text("name-note", limit=MAX_NOTE)
    place = fields.place("name")
    return Message(f"service.{service_id}", fields.text("name"), note, place, symbol=symbol)


def _country(fields: Fields) -> str:
    """Read a code of ISO 3166, or EU."""
    hint = "two capitals of ISO 3166 such as BG, or EU"
    code = fields.pattern("country", "[A-Z]{2}", "bad-country", hint)
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
