"""Keeps WeasyPrint from the network and from files."""

from __future__ import annotations

from typing import Any

from weasyprint import CSS
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse


class NoFetcher(URLFetcher):
    """Refuses every URL: painted boxes hold only words and shapes."""

    def __init__(self) -> None:
        # The parent's constructor would load a CA store and prepare network connections.
        pass

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Raise FatalURLFetchingError."""
        raise FatalURLFetchingError(f"refused to fetch {url}")


def style_sheet(css: str, config: Any) -> CSS:
    """Return a parsed style sheet; ``config`` is WeasyPrint's font configuration."""
    return CSS(string=css, font_config=config, url_fetcher=NoFetcher())
