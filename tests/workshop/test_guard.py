"""Who is let in: pages of this server on this machine, and to write, those with the token."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from commcards.workshop.guard import MOST_BODY, SCRIPTS
from tests.support.served import Served, serving
from tests.support.smalldeck import Built, files

ORDER = {"title": "Two cards", "cards": ["illness"], "languages": ["ar"], "staff": "bg",
         "layout": "a6", "paper": "a4"}  # fmt: skip


def written(built: Built) -> set[Path]:
    """Return the files of the project but for the cache, which readers may open."""
    return {path for path in files(built.root) if ".store" not in path.parts}


@pytest.fixture(scope="module")
def served(built: Built) -> Iterator[Served]:
    with serving(built.root) as server:
        yield server


@pytest.mark.parametrize("path", ["/orders", "/decks"])
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 403),
        ({"Host": "localhost.evil.example:80"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": ""}, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Sec_Fetch_Site": "same-site"}, 403),
        ({"token": "guessed"}, 403),
        ({"token": "é"}, 403),
        ({"Content_Type": "text/plain"}, 415),
        ({"Content_Type": "application/x-www-form-urlencoded"}, 415),
    ],
    ids=str,
)
def test_what_another_site_would_send_is_refused(
    path: str, headers: dict[str, str], status: int, served: Served, built: Built
) -> None:
    before = written(built)
    answer = served.send(path, ORDER, **headers)
    assert answer.status == status
    assert "id" not in answer.text[:6]
    assert written(built) == before
    assert any("refused" in line for line in served.noted)


def test_without_a_token_nothing_is_written(served: Served, built: Built) -> None:
    before = written(built)
    body = json.dumps(ORDER).encode()
    answer = served.ask(
        "/decks", "POST", body, Origin=served.origin, Content_Type="application/json"
    )
    assert answer.status == 403
    assert written(built) == before


def test_a_token_is_of_one_run(served: Served, built: Built) -> None:
    with serving(built.root) as other:
        assert other.token() != served.token()
        assert served.send("/orders", ORDER, token=other.token()).status == 403
    assert served.token() not in "".join(served.noted)


@pytest.mark.parametrize("path", ["/", "/builder", "/style.css", "/picture/ill.svg", "/state"])
@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_no_other_site_can_read(path: str, site: str, served: Served) -> None:
    assert served.ask(path, Sec_Fetch_Site=site).status == 403
    for own in ("same-origin", "none"):
        assert served.ask(path, Sec_Fetch_Site=own).status == 200


def test_two_hosts_are_no_host(served: Served) -> None:
    """A proxy and a server may each believe another one of them."""
    with socket.create_connection(("127.0.0.1", served.port), 10) as raw:
        own = f"127.0.0.1:{served.port}"
        raw.sendall(f"GET / HTTP/1.1\r\nHost: {own}\r\nHost: evil.example\r\n\r\n".encode())
        assert raw.recv(1000).split()[1] in (b"400", b"403")


def test_a_body_must_be_short_and_its_length_known(served: Served) -> None:
    long = served.send("/orders", {**ORDER, "title": "x" * MOST_BODY})
    assert long.status == 413
    chunked = (
        f"POST /orders HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\nOrigin: {served.origin}\r\n"
        f"X-Commcards-Token: {served.token()}\r\nContent-Type: application/json\r\n"
        "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", served.port), 10) as raw:
        raw.sendall(chunked.encode())
        assert raw.recv(1000).split()[1] == b"411"


def test_a_head_without_end_is_refused(served: Served) -> None:
    with socket.create_connection(("127.0.0.1", served.port), 10) as raw:
        raw.sendall(b"GET / HTTP/1.1\r\nX: " + b"x" * 100_000)
        assert raw.recv(1000).split()[1] == b"400"


@pytest.mark.parametrize(
    "path",
    [
        "/picture/../../decks.yaml",
        "/picture/%2e%2e%2f%2e%2e%2fdecks.yaml",
        "/script/../../decks.yaml",
        "/script/..%2fwords.js",
        "/script/%2e%2e/builder.js",
        "/font/..%2f..%2fdecks.yaml",
        "/sketch/..%2fdecks/a4.svg",
        "/sketch/a6/..%2f..%2fdecks.svg",
        "/orders/..%2f..%2fdecks.yaml",
        "/orders/x/..%2f..%2fdecks.pdf",
        "/decks/own.yaml",
        "/style.css/../decks.yaml",
        "//127.0.0.1/decks.yaml",
        "/%00",
    ],
)
def test_no_part_of_an_address_becomes_a_path(path: str, served: Served) -> None:
    answer = served.ask(path)
    assert answer.status in (404, 405)
    assert "imprint" not in answer.text


def test_only_the_deck_builder_runs_scripts_and_only_ours(served: Served) -> None:
    assert served.ask("/builder").headers["content-security-policy"] == SCRIPTS
    assert "unsafe" not in SCRIPTS
    for path in ("/", "/lines", "/nothing", "/style.css", "/script/builder.js", "/state"):
        assert "script-src" not in served.ask(path).headers["content-security-policy"]


def test_pages_are_embedded_nowhere(served: Served) -> None:
    headers = served.ask("/builder").headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["referrer-policy"] == "no-referrer"
    assert "server" not in headers
