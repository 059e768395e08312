"""Files -> a ZIP: the same files give the same bytes. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_UNIX = 3  # the system whose file modes the entries have
_MODE = 0o100644 << 16  # a file that all may read


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a ZIP of files by their names, in order; each is dated 1980-01-01, ZIP's first day."""
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        for name in sorted(files):
            entry = ZipInfo(name)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = _UNIX
            entry.external_attr = _MODE
            archive.writestr(entry, files[name])
    return stream.getvalue()
