"""Only regular files of the project are read; what a killed process left behind is removed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from commcards.base import files
from commcards.base.errors import UserError
from commcards.base.files import atomic, read_bytes, scratch, write_atomic


def to_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def to_outside(path: Path) -> None:
    outside = path.parent.parent / "secret"
    outside.write_bytes(b"secret")
    path.symlink_to(outside)


def to_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path))


UNFIT: dict[str, tuple[Callable[[Path], object], str]] = {
    "device": (to_device, "it is not a file"),
    "pipe": (os.mkfifo, "it is not a file"),
    "socket": (to_socket, "it is not a file"),
    "folder": (Path.mkdir, "it is not a file"),
    "link out of the project": (to_outside, "it is a link that leads out of the project"),
}


@pytest.mark.parametrize(("make", "why"), UNFIT.values(), ids=UNFIT)
def test_only_regular_files_of_the_project_are_read(
    make: Callable[[Path], object], why: str, tmp_path: Path
) -> None:
    home = tmp_path / "p"
    home.mkdir()
    make(home / "card")
    data, (fault,) = read_bytes(home / "card", "card", 100, home)
    assert data is None
    assert (str(fault.where), fault.code, fault.message) == ("card:0:0", "unreadable-file", why)


def test_a_link_inside_the_project_is_read(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"text")
    (tmp_path / "link").symlink_to("real")
    assert read_bytes(tmp_path / "link", "link", 4, tmp_path) == (b"text", [])


@pytest.mark.parametrize(("most", "code"), [(4, []), (3, ["file-too-large"])])
def test_a_file_has_a_limit(most: int, code: list[str], tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"text")
    data, faults = read_bytes(tmp_path / "file", "file", most)
    assert [fault.code for fault in faults] == code
    assert data == (None if code else b"text")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert [fault.code for fault in read_bytes(tmp_path / "no", "no", 9)[1]] == ["missing-file"]


@pytest.mark.parametrize("in_place", [Path.mkdir, None], ids=["a folder", "a read-only folder"])
def test_what_cannot_be_written_is_named(
    in_place: Callable[[Path], object] | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    if in_place:
        in_place(path)
    else:  # root may write wherever it likes

        def refuse(*_: object) -> None:
            raise PermissionError(13, "Permission denied", "x")

        monkeypatch.setattr(files, "_new_file", refuse)
    with pytest.raises(UserError) as caught:
        write_atomic(path, b"new")
    (fault,) = caught.value.diagnostics
    assert (fault.where.file, fault.code) == (str(path), "system-error")
    assert not list(tmp_path.glob(".*"))


WRITE = """
import sys, time
from pathlib import Path
from commcards.base.files import atomic, folder_of_process
folder_of_process()
with atomic(Path(sys.argv[1])) as file:
    file.write(b"half")
    file.flush()
    print("now", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def own_tmp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return what is now the folder of temporary files."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


def test_what_a_killed_process_leaves_is_removed_by_the_next(tmp_path: Path, own_tmp: Path) -> None:
    path = tmp_path / "file"
    write_atomic(path, b"old")
    with subprocess.Popen(
        [sys.executable, "-c", WRITE, str(path)], stdout=subprocess.PIPE, env=dict(os.environ)
    ) as process:
        assert process.stdout and process.stdout.readline() == b"now\n"
        write_atomic(path, b"new")  # while it lives, what it writes is left alone
        with scratch():
            assert len(list(own_tmp.iterdir())) == 2
        assert len(list(tmp_path.glob(".file.*.tmp"))) == 1
        process.send_signal(signal.SIGKILL)
    assert path.read_bytes() == b"new"
    assert len(list(tmp_path.glob(".file.*.tmp"))) == 1
    with atomic(path) as file:
        file.write(b"newer")
    with scratch() as folder:
        assert list(own_tmp.iterdir()) == [folder]
    assert list(own_tmp.iterdir()) == []
    assert not list(tmp_path.glob(".file.*"))
    assert path.read_bytes() == b"newer"


def test_what_others_call_alike_stays(own_tmp: Path) -> None:
    (own_tmp / "commcards-main").mkdir()
    target = own_tmp / "precious"
    target.mkdir()
    (target / "file").touch()
    (own_tmp / "commcards-x.scratch").symlink_to(target)
    with scratch():
        pass
    assert (own_tmp / "commcards-main").is_dir()
    assert (target / "file").is_file()
