"""A build of what has not changed loads and makes nothing; ``clean`` and ``--no-cache``."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from commcards.base import ledger, paths, store
from tests.support.smalldeck import STAFF, Built, build, commcards, snapshot

HEAVY = {
    "weasyprint", "jinja2", "yaml", "rich", "babel", "qrcode", "polib", "openpyxl", "fontTools",
    "uharfbuzz",
}  # fmt: skip
LOADED = """
import sys
from commcards.cli import main
try:
    main()
finally:
    print("\\nLOADED", *sorted({name.split(".")[0] for name in sys.modules}))
"""


def loaded(*arguments: str) -> tuple[set[str], str]:
    """Run the command line in a process of its own; return what it loaded, and what it wrote."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *arguments], capture_output=True, text=True, check=True
    )
    written, _, names = done.stdout.partition("\nLOADED")
    assert "commcards" in names.split()
    return set(names.split()), written


@pytest.mark.parametrize("command", [(), ("build",), ("clean",)])
def test_help_loads_nothing_heavy(command: tuple[str, ...]) -> None:
    names, _ = loaded(*command, "--help")
    assert names & HEAVY == set()


def order(root: Path, *more: str) -> tuple[str, ...]:
    output = ("--output", str(root / "output"), "--jobs", "1")
    return ("build", "--root", str(root), "--staff", STAFF, "--language", "uk", *output, *more)


def test_nothing_changed_loads_nothing_heavy(
    mini: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = json.loads(build(mini, capsys, "--staff", STAFF, "--json")[1])
    before = snapshot(mini / "output")
    names, written = loaded(*order(mini, "--json"))
    assert names & HEAVY == set()
    told = json.loads(written)
    assert told == {**first, "rendered": 0, "seconds": told["seconds"]} | {
        "reused": first["rendered"] + first["reused"]
    }
    assert json.loads((mini / "output" / paths.REPORT).read_text("utf-8")) == told
    assert snapshot(mini / "output") == before
    (mini / "output/index.html").unlink()
    names, _ = loaded(*order(mini))
    assert "jinja2" in names  # or the test above would see nothing
    assert names.isdisjoint({"yaml", "rich"})  # for what was read before, and no terminal
    assert {path: data for path, (_, data) in snapshot(mini / "output").items()} == {
        path: data for path, (_, data) in before.items()
    }


def test_clean_removes_the_cache_and_nothing_else(
    mini: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (mini / "output").mkdir()
    (mini / "output/index.html").write_text("built")
    before = {path for path in snapshot(mini) if not path.startswith(paths.STORE)}
    assert (mini / paths.STORE).is_dir()
    assert commcards(mini, "clean", capsys=capsys) == (0, f"removed {mini / paths.STORE}\n")
    assert not (mini / paths.STORE).exists()
    assert {*snapshot(mini)} == before
    assert commcards(mini, "clean", capsys=capsys) == (0, "there is no cache\n")


def test_without_the_cache_the_same_is_made_and_nothing_kept(
    built: Built, mini: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was kept is spoilt, so that whoever read it would be found out."""
    assert built.pdf("fr").is_file()
    for path in (mini / paths.STORE).iterdir():
        if path.is_file():
            path.write_bytes(b"spoilt")
    before = snapshot(mini / paths.STORE)
    opened: list[object] = []
    for module, kind in ((store, store.Store), (ledger, ledger.Ledger)):
        init = kind.__init__

        def note(self: object, *folders: object, init: object = init) -> None:
            opened.append(folders[-1])
            assert callable(init)
            init(self, *folders)

        monkeypatch.setattr(getattr(module, kind.__name__), "__init__", note)
    code, _ = build(mini, capsys, "--staff", STAFF, "--no-cache", language="fr")
    assert code == 0
    assert opened
    assert set(opened) == {None}
    assert snapshot(mini / paths.STORE) == before
    made, kept = mini / "output/emergency/bg-fr", built.output / "emergency/bg-fr"
    assert {path: data for path, (_, data) in snapshot(made).items()} == {
        path: data for path, (_, data) in snapshot(kept).items()
    }
