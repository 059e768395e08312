"""The translators' preview and the deck builder, for this machine only.

``server`` runs ``app`` behind ``guard``. ``views`` shows pages: ``lines`` groups the lines of a
catalog, ``proof`` finds a line on paper, ``builder`` has the page of the deck builder, with its
``wording`` and ``sketches`` of layouts. An ``order`` of that page is built by ``press``, or saved
as a ``deckfile``. ``desk`` reads and builds.
"""

from commcards.workshop.guard import HOST
from commcards.workshop.server import Server

__all__ = [
    "HOST",
    "Server",
    "app",
    "desk",
]
