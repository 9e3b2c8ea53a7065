"""What the program is, and a check of the data that repairs nothing."""

from __future__ import annotations

from dataclasses import dataclass

from fangzi_desktop import __version__
from fangzi_desktop.services.numbers import shared_numbers
from fangzi_desktop.services.recount import differences
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.storage import checks
from fangzi_desktop.storage.attachments import Attachments, Harm
from fangzi_desktop.storage.database import SCHEMA_VERSION
from fangzi_desktop.storage.papers import kept_rows
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
    return (*checks.file_problems(view.session), *differences(view), *shared_numbers(view))


def check_folder(workspace: Workspace) -> tuple[str, ...]:
    """Return what is wrong with the data, as `check` does, and with the attached files, reading all of them.

    A file is named as ``attachment.missing.<project>/<name>`` or ``attachment.damaged.<project>/<name>``.
    """
    return (*workspace.read(check), *_file_problems(workspace))


def _file_problems(workspace: Workspace) -> list[str]:
    # Into a copy for work on site files need not have gone along.
    store, is_copy = Attachments(workspace.store.folder), workspace.field is not None
    files = workspace.read(lambda view: kept_rows(view.session))
    # The same bytes may be attached in many places and are read once.
    harm = {content: store.harm(content) for content in dict.fromkeys(file.content for file in files)}
    return [
        f"attachment.{found.value}.{file.project}/{file.name}"
        for file in files
        if (found := harm[file.content]) is not None and not (is_copy and found is Harm.MISSING)
    ]
