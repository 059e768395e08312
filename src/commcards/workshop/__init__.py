"""The translators' preview and deck builder, for this machine only.

``http`` takes requests, and ``views`` answers them. ``desk`` reads and builds, ``lines`` groups the
lines of a catalog, ``proof`` finds a line on paper.
"""

from commcards.workshop.http import HOST, open_server

__all__ = [
    "HOST",
    "desk",
    "open_server",
    "views",
]
