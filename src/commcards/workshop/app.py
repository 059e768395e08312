"""The addresses of the server, and what answers at each: views, orders, saved decks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from datetime import date, datetime
from functools import partial
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from commcards.base.diagnostics import is_error
from commcards.base.errors import UserError
from commcards.text.templates import Templates
from commcards.workshop import views
from commcards.workshop.builder import told
from commcards.workshop.deckfile import Exists, save
from commcards.workshop.desk import Desk
from commcards.workshop.guard import SCRIPTS, Keys, Log
from commcards.workshop.order import Order, Refused, read_order
from commcards.workshop.press import Busy, Press, Ticket
from commcards.workshop.views import Fields, Views

MOST_FIELDS = 50  # in a query
MOST_SECONDS = 10  # for the body of a request
# Threads for pages that wait for paper, and for all others, which must find a free one. More would
# not be quicker, because one computes at a time, and each keeps memory of its own.
SLOW, QUICK = 4, 8
_DAY = 24 * 60 * 60

Endpoint = Callable[[Request], Awaitable[Response]]


def application(desk: Desk, templates: Templates, log: Log, keys: Keys) -> Starlette:
    """Return the application; the guard stands before it."""
    pages = _Pages(Views(desk, templates), keys)
    orders = _Orders(desk, Press(desk, log))
    shown = pages.views
    routes = [
        Route("/", pages.of(shown.front)),
        Route("/lines", pages.of(shown.lines)),
        Route("/line", pages.of(shown.line, slow=True)),
        Route("/build", pages.of(shown.build, slow=True)),
        Route("/builder", pages.builder),
        Route("/style.css", pages.of(shown.style)),
        Route("/picture/{name}.svg", pages.of(shown.picture)),
        Route("/sketch/{layout}/{paper}.svg", pages.of(shown.sketch)),
        Route("/script/{name}.js", pages.of(shown.script)),
        Route("/font/{name}", pages.of(shown.font)),
        Route("/state", orders.state),
        Route("/orders", orders.place, methods=["POST"]),
        Route("/orders/{number}", orders.find),
        Route("/orders/{number}/{page:int}.png", orders.picture),
        Route("/orders/{number}/{name}.pdf", orders.pdf),
        Route("/decks", orders.save, methods=["POST"]),
    ]
    return Starlette(routes=routes, exception_handlers={HTTPException: pages.missing})


class _Pages:
    """Gives requests to views, in threads."""

    def __init__(self, shown: Views, keys: Keys) -> None:
        self.views, self._keys = shown, keys
        self._quick, self._slow = CapacityLimiter(QUICK), CapacityLimiter(SLOW)

    def of(self, view: Callable[..., views.Response], *, slow: bool = False) -> Endpoint:
        """Return the endpoint of a view, which is given the parts of the path by name."""
        limiter = self._slow if slow else self._quick

        async def endpoint(request: Request) -> Response:
            bound = partial(_named, view, request.path_params)
            made = await run_sync(self.views.answer, bound, _query(request), limiter=limiter)
            return _sent(made, limiter)

        return endpoint

    async def builder(self, request: Request) -> Response:
        """Answer with the deck builder."""
        accepted = request.headers.get("accept-language", "")
        view = partial(self.views.builder, accepted=accepted, token=self._keys.token)
        made = await run_sync(self.views.answer, view, _query(request), limiter=self._quick)
        return _sent(made, self._quick)

    async def missing(self, request: Request, error: Exception) -> Response:
        """Answer where there is no such page."""
        assert isinstance(error, HTTPException)
        if error.status_code != HTTPStatus.NOT_FOUND:
            return Response(error.detail, error.status_code, media_type="text/plain")
        reason = f"There is no page {request.url.path}."
        made = await run_sync(self.views.refuse, reason, limiter=self._quick)
        return _sent(made, self._quick)


class _Orders:
    """Takes orders of the deck builder and saves its decks; all answers but files are JSON."""

    def __init__(self, desk: Desk, press: Press) -> None:
        self._desk, self._press = desk, press
        self._quick = CapacityLimiter(QUICK)

    async def state(self, _: Request) -> Response:
        """Say which state the files are in, so that a page sees when they change."""
        try:
            snapshot = await run_sync(self._desk.snapshot, limiter=self._quick)
        except UserError as error:
            return _faults(error)
        return JSONResponse({"state": snapshot.state})

    async def place(self, request: Request) -> Response:
        """Take an order."""
        return await self._answer(request, self._place)

    async def find(self, request: Request) -> Response:
        """Say how far an order is."""
        ticket = self._press.find(request.path_params["number"])
        return self._told(ticket) if ticket else _gone()

    async def picture(self, request: Request) -> Response:
        """Return a page of an order as PNG."""
        ticket = self._press.find(request.path_params["number"])
        if not (ticket and ticket.result and ticket.result.pdf):
            return _gone()
        page = request.path_params["page"]
        if not 1 <= page <= ticket.result.pages:
            return _gone()
        png = await run_sync(self._desk.picture, ticket.result, page, limiter=self._quick)
        return Response(png, media_type="image/png")

    async def pdf(self, request: Request) -> Response:
        """Return the PDF of an order, to be stored by its name."""
        ticket = self._press.find(request.path_params["number"])
        name = f"{request.path_params['name']}.pdf"
        if not (ticket and ticket.result and ticket.result.pdf and ticket.result.name == name):
            return _gone()
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(ticket.result.pdf, media_type="application/pdf", headers=headers)

    async def save(self, request: Request) -> Response:
        """Save the deck of an order."""
        return await self._answer(request, self._save)

    async def _answer(
        self, request: Request, act: Callable[[Order, dict[str, Any]], Response]
    ) -> Response:
        try:
            async with asyncio.timeout(MOST_SECONDS):
                data = await request.json()
            return await run_sync(self._act, act, data, limiter=self._quick)
        except TimeoutError:
            return _refused("The request came too slowly.", HTTPStatus.REQUEST_TIMEOUT)
        except (ValueError, RecursionError):
            return _refused("An order is JSON.", HTTPStatus.BAD_REQUEST)

    def _act(self, act: Callable[[Order, dict[str, Any]], Response], data: Any) -> Response:
        try:
            workspace = self._desk.snapshot().workspace
            return act(read_order(data, workspace, date.today()), data)
        except Refused as refused:
            return _refused(str(refused), HTTPStatus.BAD_REQUEST)
        except UserError as error:
            return _faults(error)

    def _place(self, order: Order, _: dict[str, Any]) -> Response:
        try:
            return self._told(self._press.place(order.request))
        except Busy:
            return _refused("Too many orders wait.", HTTPStatus.SERVICE_UNAVAILABLE)

    def _save(self, order: Order, data: dict[str, Any]) -> Response:
        root, replaces = self._desk.root, data.get("replace") is True
        if order.deck.id in self._in_decks_file():
            reason = f"decks.yaml has a deck {order.deck.id} already"
            return _refused(reason, HTTPStatus.CONFLICT, taken=True)
        try:
            saved = save(root, order.deck, datetime.now(), replaces=replaces)
        except Exists as exists:
            return _refused(f"{exists} is there already", HTTPStatus.CONFLICT, file=str(exists))
        except OSError as error:
            return _refused(str(error.strerror), HTTPStatus.CONFLICT)
        state = self._desk.look_again().state  # so that the page does not take it for news
        told = {"file": saved.file, "former": saved.former, "command": order.command}
        return JSONResponse({**told, "state": state})

    def _in_decks_file(self) -> set[str]:
        decks = self._desk.snapshot().workspace.project.decks.values()
        return {deck.id for deck in decks if "/" not in deck.where.file}

    def _told(self, ticket: Ticket) -> Response:
        return JSONResponse(told(ticket, self._press.seconds(ticket)))


def _named(
    view: Callable[..., views.Response], names: dict[str, str], fields: Fields
) -> views.Response:
    return view(fields, **names)


def _query(request: Request) -> views.Query:
    """Return the fields of a query, by name. Raises HTTPException if there are too many."""
    try:
        return parse_qs(request.url.query, max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise HTTPException(HTTPStatus.BAD_REQUEST, "Too many fields") from error


def _sent(made: views.Response, limiter: CapacityLimiter) -> Response:
    headers = {"Content-Type": made.type}
    if made.scripts:
        headers["Content-Security-Policy"] = SCRIPTS
    if made.lasting:
        headers["Cache-Control"] = f"private, max-age={_DAY}"
    if isinstance(made.body, list):
        return Response(b"".join(made.body), made.status, headers)
    return StreamingResponse(_parts(made.body, limiter), made.status, headers)


async def _parts(body: Iterable[bytes], limiter: CapacityLimiter) -> AsyncIterator[bytes]:
    """Yield the parts of a body; each may have to wait for a build."""
    parts = iter(body)
    while (part := await run_sync(next, parts, None, limiter=limiter)) is not None:
        yield part


def _refused(reason: str, status: HTTPStatus, **more: object) -> Response:
    return JSONResponse({"reason": reason, **more}, status)


def _gone() -> Response:
    return _refused("There is no such order any more.", HTTPStatus.NOT_FOUND)


def _faults(error: UserError) -> Response:
    found = [str(fault) for fault in error.diagnostics if is_error(fault)]
    faults = [
        {"where": str(each.where), "message": each.message, "hint": each.hint, "code": each.code}
        for each in error.diagnostics
    ]
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return JSONResponse({"reason": "\n".join(found), "faults": faults}, status)
