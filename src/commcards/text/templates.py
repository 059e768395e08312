"""Templates -> HTML text; the only importer of Jinja2.

Everything is escaped, translations too, and an unknown name is an error.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from jinja2 import BytecodeCache, DictLoader, Environment, StrictUndefined
from jinja2.bccache import Bucket

from commcards.base.digests import digest
from commcards.base.versions import code_digest


class Cache(Protocol):
    """Keeps bytes by key, or loses them: see store.py."""

    def get(self, key: str) -> bytes | None:
        """Return what was kept, or None."""

    def put(self, key: str, body: bytes) -> None:
        """Keep bytes."""


class Templates:
    """Templates by name; ``sources`` are their texts, so that they can travel with the work."""

    def __init__(self, sources: Mapping[str, str], store: Cache | None = None) -> None:
        """What they compile to is kept in ``store``."""
        self.sources = sources
        self._environment = Environment(
            loader=DictLoader(sources),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            keep_trailing_newline=True,
            bytecode_cache=_Compiled(store) if store else None,
        )

    @classmethod
    def read(cls, folder: Path, store: Cache | None = None) -> Templates:
        """Read every template in a folder and in those below it. Raises OSError."""
        paths = sorted(folder.rglob("*.j2"))
        return cls({p.relative_to(folder).as_posix(): p.read_text("utf-8") for p in paths}, store)

    @property
    def digest(self) -> str:
        """A digest of every template."""
        return digest(*(part for pair in sorted(self.sources.items()) for part in pair))

    def render(self, name: str, values: Mapping[str, Any]) -> str:
        """Fill a template.

        Raises jinja2.UndefinedError for a name that ``values`` lacks.
        """
        return self._environment.get_template(name).render(values)


class _Compiled(BytecodeCache):
    """Keeps compiled templates: code, which may do no more than the templates themselves may."""

    def __init__(self, store: Cache) -> None:
        self._store = store

    def load_bytecode(self, bucket: Bucket) -> None:
        code = self._store.get(self._key(bucket))
        if code:
            bucket.bytecode_from_string(code)  # unless another Python has made it

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._store.put(self._key(bucket), bucket.bytecode_to_string())

    def _key(self, bucket: Bucket) -> str:
        return digest("template", code_digest(), bucket.key, bucket.checksum)
