"""What figures were measured on."""

from __future__ import annotations

import os
import platform
import subprocess
from datetime import date
from importlib.metadata import version
from pathlib import Path

from benchmarks.chromium import PROGRAM
from commcards.base.versions import libraries


def about() -> dict[str, object]:
    """Return the day, the machine, and the versions of all that was measured."""
    pango, harfbuzz = libraries().split("\n")
    return {
        "date": date.today().isoformat(),
        "cpu": _model(),
        "cores": len(os.sched_getaffinity(0)),
        "memory": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "versions": {
            "commcards": version("commcards"),
            "commit": _said("git", "describe", "--always", "--dirty"),
            "Python": platform.python_version(),
            "WeasyPrint": version("weasyprint"),
            "Pango": pango,
            "HarfBuzz": harfbuzz,
            "Chromium": _said(PROGRAM, "--version").split()[1],
            "Typst": version("typst"),
            "Linux": platform.release().split("-")[0],
        },
    }


def _model() -> str:
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    found = (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    return next(found, platform.machine())


def _said(*command: str) -> str:
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    return ran.stdout.strip()
