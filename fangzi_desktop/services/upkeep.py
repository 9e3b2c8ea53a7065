"""What the program is, and a check of the data that repairs nothing."""

from __future__ import annotations

from dataclasses import dataclass

from fangzi_desktop import __version__
from fangzi_desktop.services.recount import differences
from fangzi_desktop.storage import checks
from fangzi_desktop.storage.database import SCHEMA_VERSION
from fangzi_desktop.storage.work import View


@dataclass(frozen=True, slots=True)
class Versions:
    """The program's version, and the one of the data format it writes."""

    program: str
    schema: int


def versions() -> Versions:
    """Return what this program is."""
    return Versions(__version__, SCHEMA_VERSION)


def check(view: View) -> tuple[str, ...]:
    """Return what is wrong with the data as codes; an empty tuple means all is well."""
    return (*checks.file_problems(view.session), *differences(view))
