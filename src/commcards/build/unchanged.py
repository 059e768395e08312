"""Finds out that nothing has changed since an equal build, before anything heavy is loaded."""

from __future__ import annotations

import time
from datetime import date

from commcards.base.digests import digest
from commcards.base.ledger import Ledger
from commcards.workspace.request import BuildReport, Request


def request_key(request: Request, today: date | None) -> str:
    """Return the key of a request on a day."""
    return digest(repr(request), str(today))


def unchanged(request: Request, today: date | None) -> BuildReport | None:
    """Return the report of an equal build if nothing has changed since; else None."""
    started = time.perf_counter()
    if not request.cache:
        return None
    ledger = Ledger(request.root, request.output, request.store)
    noted = ledger.request(request_key(request, today))
    if noted is None:
        return None
    former, drafts, downloads = noted
    report = BuildReport.from_json(former, drafts, downloads, time.perf_counter() - started)
    report.write(request.output)
    if ledger.learned:
        ledger.save()
    return report
