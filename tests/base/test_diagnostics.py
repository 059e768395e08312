"""Faults as values."""

from __future__ import annotations

import pickle

from commcards.base.diagnostics import Diagnostic, Location, Severity, has_errors, in_order
from commcards.base.errors import CommcardsError, UserError

ERROR = Diagnostic(Location("cards/a.yaml", 3, 7), "unknown-key", "no key 'x'", "write 'y'")
WARNING = Diagnostic(Location("b.po"), "unchanged", "as in English", severity=Severity.WARNING)


def test_text() -> None:
    assert str(ERROR) == ("cards/a.yaml:3:7: error[unknown-key]: no key 'x'\n  hint: write 'y'")
    assert str(WARNING) == "b.po:0:0: warning[unchanged]: as in English"


def test_json() -> None:
    assert ERROR.as_json() == {
        "file": "cards/a.yaml",
        "line": 3,
        "column": 7,
        "severity": "error",
        "code": "unknown-key",
        "message": "no key 'x'",
        "hint": "write 'y'",
    }
    assert type(WARNING.as_json()["severity"]) is str


def test_only_errors_fail() -> None:
    assert has_errors([WARNING, ERROR])
    assert not has_errors([WARNING])
    assert not has_errors([])


def test_order_is_by_place_and_each_once() -> None:
    later = Diagnostic(Location("cards/a.yaml", 10, 1), "a", "")
    first = Diagnostic(Location("cards/a.yaml", 3, 7), "a", "")
    assert in_order([later, WARNING, ERROR, first, ERROR]) == [WARNING, first, ERROR, later]


def test_user_error_carries_every_fault() -> None:
    error = UserError([ERROR, WARNING])
    assert isinstance(error, CommcardsError)
    assert error.diagnostics == (ERROR, WARNING)
    assert str(error) == f"{ERROR}\n{WARNING}"


def test_user_error_travels_from_a_worker() -> None:
    fault = Diagnostic(Location("a.yaml", 1, 2), "code", "message")
    assert pickle.loads(pickle.dumps(UserError([fault]))).diagnostics == (fault,)
