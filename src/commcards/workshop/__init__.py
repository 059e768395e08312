"""The translators' preview and deck builder, for this machine only.

``desk`` reads and builds, ``lines`` is what a translator works on, ``proof`` finds a line on
paper, ``views`` answers requests, ``http`` takes them.
"""

from commcards.workshop.http import HOST, open_server

__all__ = [
    "HOST",
    "desk",
    "open_server",
    "views",
]
