"""Serves pictures to WeasyPrint from memory: no network, no files, no redirects."""

from __future__ import annotations

import io
from collections.abc import Collection
from functools import cache

from PIL import Image
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from commcards.faces import weasy


class StandInFetcher(URLFetcher):
    """Hands out a 1 x 1 picture for each known URL and refuses every other one.

    ``urls`` maps the image names in the painted page back to URLs; sheets draw the real picture.
    """

    def __init__(self, known: Collection[str]) -> None:
        # The parent's handlers open network connections and load a CA store: none is wanted.
        self._known = known
        self.urls: dict[str, str] = {}

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Return the stand-in. Raises FatalURLFetchingError for anything but a known picture."""
        if url not in self._known:
            raise FatalURLFetchingError(f"refused to fetch {url}")
        self.urls[weasy.image_name(url)] = url
        return URLFetcherResponse("stand-in:" + url, _stand_in(), {"Content-Type": "image/jpeg"})


@cache
def _stand_in() -> bytes:
    buffer = io.BytesIO()
    Image.new("L", (1, 1)).save(buffer, "JPEG")
    return buffer.getvalue()
