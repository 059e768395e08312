"""Services -> the rows of a card that lists them. Pure.

Each piece of a row has a language of its own. A telephone number counts as English, so that it runs
from left to right on every card; names of languages are in their own letters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from babel import Locale, UnknownLocaleError

from commcards.localize.localcard import Line, Row, Words
from commcards.localize.localizer import Localizer
from commcards.model.decks import Service
from commcards.model.languages import Language

BETWEEN = " ·\u00a0"  # keeps a line from ending in the dot
NO_BREAK = "\u00a0"  # people would dial only half of a number on two lines


def rows(services: Iterable[Service], localizer: Localizer) -> tuple[Row, ...]:
    """Return a row for each service: name and number large, address, hours and languages below.

    A translated name is in every language of the card; all other words are those of services.yaml.
    Raises KeyError if ``localizer.languages`` lacks a language of a service.
    """
    languages = {language.tag: language for language in localizer.languages}
    return tuple(Row(_line(service, languages, localizer)) for service in services)


def key(service: Service) -> str:
    """Return the key of a service's line; it is also the msgctxt of a translated name."""
    return f"service.{service.id}"


def tel(service: Service) -> str:
    """Return the URL that dials a service (RFC 3966), for a QR code or a link.

    Short numbers such as 112 go without the ``phone-context`` that the RFC asks for: some
    telephones do nothing if it is there, and all dial without it.
    """
    return "tel:" + "".join(sign for sign in service.phone if sign not in " -")


def _line(service: Service, languages: Mapping[str, Language], localizer: Localizer) -> Line:
    own = languages[service.name_language]
    phone = Words(localizer.source, service.phone.replace(" ", NO_BREAK))
    details = BETWEEN.join(filter(None, (service.city, service.address, service.hours)))
    place = Words(own, details) if details else _country(service, localizer)
    spoken = (languages[tag] for tag in service.languages)
    notes = (place, *(Words(language, language.autonym) for language in spoken))
    if service.sample and "sample" in localizer.notices:
        notes = (localizer.notice("sample"), *notes)
    if service.message is None:
        name = (Words(own, service.name), phone)
        return Line(key(service), service.symbol, name, Words(own, ""), tel(service), notes)
    line = localizer.line(service.message, service.symbol)
    return replace(line, person=(*line.person, phone), link=tel(service), notes=notes)


def _country(service: Service, localizer: Localizer) -> Words:
    """Return the country in the staff's language, or else in English."""
    try:
        name = Locale.parse(localizer.staff.tag).territories.get(service.country)
    except (ValueError, UnknownLocaleError):
        name = None
    if name:
        return Words(localizer.staff, name)
    return Words(localizer.source, Locale("en").territories.get(service.country, service.country))
