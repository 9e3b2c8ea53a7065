"""The Qt binding is one the program was written for and does not eat references to None.

PySide6 6.12.0 on Python 3.11 gives back one reference to None too many at each call that returns nothing, and
aborts the process after some thousands of them. Python 3.12 counts references to None no more, so there only
the version tells.
"""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QObject, qVersion

# Fewer than the references a process holds, so that a bad binding fails here and does not abort the run.
CALLS = 1000


def test_qt_is_a_version_the_program_was_written_for() -> None:
    major, minor = (int(part) for part in qVersion().split(".")[:2])
    assert (6, 8) <= (major, minor) < (6, 12)


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is never counted from Python 3.12 on")
def test_calls_that_return_nothing_leave_none_alone() -> None:
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        thing.setObjectName("thing")
    assert sys.getrefcount(None) > before - CALLS // 10
