"""Keeps WeasyPrint from the network and from files."""

from __future__ import annotations

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse


class NoFetcher(URLFetcher):
    """Refuses every URL: painted boxes are words and shapes, and sheets draw the pictures."""

    def __init__(self) -> None:
        # The parent's handlers open network connections and load a CA store: none is wanted.
        pass

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Raise FatalURLFetchingError."""
        raise FatalURLFetchingError(f"refused to fetch {url}")
