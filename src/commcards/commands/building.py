"""Builds for the command line: checks names, starts workers, shows a progress bar."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import chain
from typing import NamedTuple

import click

from commcards.base.diagnostics import has_errors, in_order
from commcards.base.errors import UserError
from commcards.build.builder import Builder, Progress
from commcards.build.verify import verify as compared
from commcards.build.workers import Workers, processes
from commcards.commands.cluster import on_cluster
from commcards.commands.names import card_named, language_named, languages_named, named
from commcards.model.cards import Card
from commcards.model.decks import Deck
from commcards.model.languages import MOST_TOGETHER, TOGETHER, Language
from commcards.project.decks import Project
from commcards.project.names import card_of, id_of, tag_of
from commcards.translation import pseudo
from commcards.workspace.request import BuildReport, Request
from commcards.workspace.targets import asked


def build(
    request: Request,
    jobs: int,
    address: str,
    today: date,
    *,
    quiet: bool,
) -> BuildReport:
    """Build with ``jobs`` processes, or on the cluster at an address.

    Raises click.UsageError for unknown names.
    """
    builder = Builder(request)
    known = with_names(request, builder)
    try:
        with _workers(jobs, address) as start, _progress(quiet) as progress:
            return builder.build(known, start, progress, today)
    finally:
        builder.keep()


def verify(request: Request, jobs: int, address: str, today: date, *, quiet: bool) -> BuildReport:
    """Build anew beside the output, and compare. Raises click.UsageError for unknown names."""
    return compared(request, lambda anew: build(anew, jobs, address, today, quiet=quiet))


def watch(
    request: Request, jobs: int, address: str, changes: Iterable[object]
) -> Generator[BuildReport | UserError | click.UsageError, None, None]:
    """Build at once and after each change; yield the report, or the error.

    Raises click.UsageError for names that are unknown from the start.
    """
    builder = Builder(request)
    known: Request | None = with_names(request, builder)
    with _workers(jobs, address) as start:
        for _ in chain([()], changes):
            try:
                known = known or with_names(request, builder)
                with _progress(quiet=False) as progress:
                    yield builder.build(known, start, progress, date.today())
            except (UserError, click.UsageError) as error:
                yield error
            finally:
                builder.keep()
            known = None  # The files will have changed.
            _collect()


def _collect() -> None:
    """Collect garbage while nobody is waiting, so that the next build need not."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def with_names(request: Request, builder: Builder) -> Request:
    """Look at the files; return the request with its names sorted out, all of which are known.

    Raises click.UsageError for an unknown name; UserError if the cause may be faults in files.
    """
    project, project_faults = builder.look()
    cards, card_faults = builder.cards()
    faults = [*project_faults, *card_faults]
    try:
        return _with_names(request, project, cards)
    except click.UsageError:
        if has_errors(ordered := in_order(faults)):
            raise UserError(ordered) from None
        raise


def _with_names(request: Request, project: Project, cards: Mapping[str, Card]) -> Request:
    known = _languages(project)
    decks, chosen, languages, layouts = _sort_names(project, cards, request)
    decks = tuple(dict.fromkeys(named("deck", name, project.decks) for name in decks))
    request = replace(
        request,
        decks=decks,
        cards=_chosen(chosen, cards, [project.decks[name] for name in decks]),
        staff=languages_named(request.staff, known),
        languages=tuple(_together(name, known) for name in languages),
        layouts=tuple(named("layout", name, project.layouts) for name in layouts),
    )
    _refuse_nothing(project, cards, request)
    return request


def _chosen(
    names: Iterable[str], cards: Mapping[str, Card], decks: Sequence[Deck]
) -> tuple[str, ...]:
    """Return the ids of cards, each once; each deck must have them all."""
    found = tuple(dict.fromkeys(card_named(name, cards) for name in names))
    for deck in decks:
        for card in found:
            if card not in deck.printed:
                there = [cards[name] for name in deck.printed if name in cards]
                raise click.UsageError(
                    f"the deck {deck.id} has no card {card!r}; it has: "
                    f"{', '.join(each.id for each in there)}; without a deck any card is printed"
                )
    return found


def _refuse_nothing(project: Project, cards: Mapping[str, Card], request: Request) -> None:
    """Raise click.UsageError with the reason if the request cannot give a single PDF."""
    if request.cards and not project.decks:
        raise click.UsageError("there is no deck yet whose languages and layouts could be taken")
    todo = asked(project, cards, request)
    if project.decks and not todo:
        raise click.UsageError(
            "staff and the other person speak the same language, and need no cards; "
            "choose another --staff or --language"
        )
    for target in todo[:1] if request.papers else ():
        lacking = [
            name
            for name in target.layouts
            if name in project.layouts
            and not set(request.papers) & project.layouts[name].grids.keys()
        ]
        if lacking if request.layouts else len(lacking) == len(target.layouts):
            raise click.UsageError(_other_papers(project, lacking, request.papers))


def _other_papers(project: Project, layouts: Iterable[str], papers: Iterable[str]) -> str:
    """Say which papers layouts are printed on instead of these: a line for each choice."""
    by_choice: dict[str, list[str]] = {}
    for name in layouts:
        choice = " or ".join(f"--paper {paper}" for paper in project.layouts[name].grids)
        by_choice.setdefault(choice, []).append(name)
    return "\n".join(
        f"layout{'s' if names[1:] else ''} {' and '.join(names)} cannot be printed on "
        f"{' or '.join(papers)}; choose {choice}"
        for choice, names in by_choice.items()
    )


def _languages(project: Project) -> dict[str, Language]:
    """Return the languages that a build can have."""
    return {**project.languages, **pseudo.languages(project.languages)}


def _together(names: str, known: Mapping[str, Language]) -> str:
    """Return the tags of languages that share a card, joined."""
    people = names.split(TOGETHER)
    if len(people) > MOST_TOGETHER:
        raise click.UsageError(f"{names}: a card has room for {MOST_TOGETHER} languages at most")
    return TOGETHER.join(language_named(name, known) for name in people)


class _Sorted(NamedTuple):
    decks: tuple[str, ...]
    cards: tuple[str, ...]
    languages: tuple[str, ...]
    layouts: tuple[str, ...]


def _sort_names(project: Project, known_cards: Mapping[str, Card], request: Request) -> _Sorted:
    """Move names that continue an option out of the decks, as in ``--language ar fa``."""
    known = _languages(project)
    languages = tuple(part for name in request.languages for part in name.split(",") if part)
    cards = tuple(part for name in request.cards for part in name.split(",") if part)
    layouts = request.layouts
    decks = []
    for name in request.decks:
        if id_of(name, project.decks):
            decks.append(name)
        elif cards and card_of(name, known_cards):
            cards = (*cards, name)
        elif languages and all(tag_of(part, known) for part in name.split(TOGETHER)):
            languages = (*languages, name)
        elif layouts and id_of(name, project.layouts):
            layouts = (*layouts, name)
        else:
            decks.append(name)  # and is refused there
    return _Sorted(tuple(decks), cards, languages, layouts)


@contextmanager
def _workers(jobs: int, address: str) -> Iterator[Callable[[], Workers] | None]:
    """Yield a function that starts workers, the same ones each time; None for a single job."""
    with ExitStack() as stack:
        if address:
            workers = stack.enter_context(on_cluster(address))
            yield lambda: workers
        else:
            start = cache(lambda: stack.enter_context(processes(jobs)))
            yield start if jobs > 1 else None


@contextmanager
def _progress(quiet: bool) -> Iterator[Progress]:
    """Show a bar if there is a terminal, and more than one target to wait for."""
    if quiet or not sys.stderr.isatty():
        yield lambda done, total: None
        return
    with ExitStack() as stack:
        bars: list[Progress] = []

        def show(done: int, total: int) -> None:
            if not bars and total - done > 1:
                from commcards.commands.bar import bar  # slow to load

                bars.append(stack.enter_context(bar()))
            for each in bars:
                each(done, total)

        yield show
