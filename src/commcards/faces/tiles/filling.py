"""Bands -> faces: as few as will do, evenly filled, their pictures as large as there is room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from commcards.faces.items import INFINITE, ROUNDING, Item, Misfit
from commcards.faces.tiles.bands import GAP, STEP, Band, rounded
from commcards.faces.tiles.tile import shifted

LOOSE = 1.04  # of the height that will do: a little more is given for less strain
EVENING = 5  # halvings: to a thirtieth of a face
MOST = 2.2  # of the least size of pictures
AIRY = 0.3  # of its height: the most that spare room adds to a band

Rooms = tuple[float, float]  # how high bands may stand on the first face and on later ones


class Step(NamedTuple):
    """A band that may come next, and where what follows it begins."""

    end: int
    band: Band
    height: float
    strain: float


@dataclass(frozen=True, slots=True)
class Filled:
    """The bands of a face, and the size of their pictures."""

    bands: Sequence[Band]
    picture: float
    room: float

    @property
    def height(self) -> float:
        """How high the bands are under one another."""
        return stood(self.bands, self.picture)

    @property
    def shown(self) -> float:
        """The size of the smallest pictures of lines."""
        return min((band.side(self.picture) for band in self.bands), default=INFINITE)

    @property
    def fill(self) -> float:
        """The part of the room that they take."""
        return self.height / self.room if self.bands else 0.0

    def misfits(self) -> Iterator[Misfit]:
        """Yield the words of bands that are too high for the face, or too narrow for a word."""
        for band in self.bands:
            yield from band.wider()
            for line in band.lines() if self.height > self.room + ROUNDING else ():
                yield from (Misfit(line.key, words.language.tag) for words in line.words)

    def items(self, x: float, y: float) -> list[Item]:
        """Set the bands from x, y; spare room goes to each of them."""
        if not self.bands:
            return []
        spare = max(0.0, self.room - self.height)
        share = min(AIRY, spare / sum(band.height(self.picture) for band in self.bands))
        items: list[Item] = []
        for band in self.bands:
            height = band.height(self.picture)
            height = rounded(height) + height * share // STEP * STEP
            items += shifted(band.items(height, self.picture), x, y)
            y += height + GAP
        return items


def stood(bands: Sequence[Band], picture: float) -> float:
    """Return how high bands are under one another."""
    return sum(rounded(band.height(picture)) for band in bands) + GAP * (len(bands) - 1)


def least_faces(steps: Sequence[Sequence[Step]], rooms: Rooms) -> int:
    """Return how many faces are needed; ``steps`` are the bands that may begin at each place."""
    best: list[tuple[int, float]] = [(0, 0.0)] * (len(steps) + 1)
    best[0] = (1, 0.0)
    for start, here in enumerate(steps):
        for step in here if best[start][0] else ():  # no bands may end here
            there = _after(*best[start], step, rooms)
            if not best[step.end][0] or there < best[step.end]:
                best[step.end] = there
    return best[-1][0]


def _after(faces: int, used: float, step: Step, rooms: Rooms) -> tuple[int, float]:
    """Return how many faces there are after a band, and how much of the last is used."""
    end = used + (GAP if used else 0.0) + step.height
    if end <= rooms[min(faces, 2) - 1] or (not used and faces > 1):
        return faces, end
    return faces + 1, step.height  # the first face, too, may be too low for a band


def evened(
    steps: Sequence[Sequence[Step]], rooms: Rooms, picture: float, count: int
) -> list[Filled]:
    """Return the bands of a ``count`` of faces, evenly filled and with the least strain."""
    low, high = 0.0, 1.0
    for _ in range(EVENING):
        share = (low + high) / 2
        if least_faces(steps, (rooms[0] * share, rooms[1] * share)) > count:
            low = share
        else:
            high = share
    share = min(1.0, high * LOOSE)
    bands = _packed(steps, (rooms[0] * share, rooms[1] * share), count)
    return [grown(face, rooms[min(number, 1)], picture) for number, face in enumerate(bands)]


class _State(NamedTuple):
    """Where bands end: the fewer faces, used height and strain, the better."""

    faces: int
    used: float
    strain: float
    before: _State | None
    band: Band | None


def _packed(steps: Sequence[Sequence[Step]], rooms: Rooms, count: int) -> list[list[Band]]:
    """Return the bands by face that strain least, on no more than a ``count`` of faces."""
    states: list[list[_State]] = [[] for _ in range(len(steps) + 1)]
    states[0] = [_State(1, 0.0, 0.0, None, None)]
    for start, here in enumerate(steps):
        for state in _undominated(states[start]):
            for step in here:
                faces, used = _after(state.faces, state.used, step, rooms)
                if faces <= count:
                    strain = state.strain + step.strain
                    states[step.end].append(_State(faces, used, strain, state, step.band))
    last: _State | None = min(states[-1], key=lambda state: (state.strain, state.faces, state.used))
    by_face: list[list[Band]] = [[] for _ in range(count)]
    while last and last.band:
        by_face[last.faces - 1].insert(0, last.band)
        last = last.before
    # The first face is left to the title where it is too low for any band.
    return [bands for number, bands in enumerate(by_face) if bands or not number]


def _undominated(states: list[_State]) -> list[_State]:
    """Return the states of which no other is better in every way."""
    kept: list[_State] = []
    for state in sorted(states, key=lambda state: state[:3]):
        if all(state.strain < other.strain - 1e-6 for other in kept):
            kept.append(state)
    return kept


def grown(bands: Sequence[Band], room: float, picture: float) -> Filled:
    """Let the pictures of a face grow into the room that is there."""
    low, high = 0, int(picture * (MOST - 1) / STEP)
    while low < high:
        middle = (low + high + 1) // 2
        if stood(bands, picture + middle * STEP) <= room:
            low = middle
        else:
            high = middle - 1
    return Filled(bands, picture + low * STEP, room)
