"""The departments that the team usually asks for an opinion (mechanism §2.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.review import DEPARTMENTS, MORE_DEPARTMENTS
from fangzi_desktop.domain.text import clean_line
from fangzi_desktop.services.review import open_round
from fangzi_desktop.storage.settings import setting_values
from fangzi_desktop.storage.tables import ProjectRow, SettingRow
from fangzi_desktop.storage.work import View, Work

_KEY = "review.departments"


@dataclass(frozen=True, slots=True)
class Offered:
    """A department that may be asked, and whether it usually is."""

    name: str
    usual: bool


def usual_departments(view: View) -> tuple[str, ...]:
    """Return the departments asked unless somebody says otherwise: the team's list, else the default one."""
    kept = setting_values(view.session).get(_KEY)
    return DEPARTMENTS if kept is None else _names(kept.split("\n"))


def offered_departments(view: View, project_id: str) -> tuple[Offered, ...]:
    """Return who may be asked about a project: the usual ones, its own locality, and others as needed."""
    usual = usual_departments(view)
    project = view.session.get(ProjectRow, project_id)
    locality = (clean_line(project.responsible_unit),) if project is not None else ()
    asked = _names((*usual, *locality))
    others = (name for name in (*DEPARTMENTS, *MORE_DEPARTMENTS) if name not in asked)
    return (*(Offered(name, True) for name in asked), *(Offered(name, False) for name in others))


def keep_departments(work: Work, names: Iterable[str]) -> None:
    """Make these the departments that are usually asked; refusal ``review.no_department_name`` for none."""
    kept = _names(names)
    if not kept:
        raise UserError("review.no_department_name")
    value = "\n".join(kept)
    row = work.session.get(SettingRow, _KEY)
    if row is None:
        work.add(SettingRow(id=_KEY, value=value))
    else:
        row.value = value


def accept_package(
    work: Work,
    project_id: str,
    accepted_on: date,
    departments: tuple[str, ...],
    document_no: str = "",
    *,
    keep: bool,
) -> str:
    """Open a round as `open_round` does; with `keep` its departments become the usual ones."""
    if keep:
        keep_departments(work, departments)
    return open_round(work, project_id, accepted_on, departments, document_no)


def _names(typed: Iterable[str]) -> tuple[str, ...]:
    cleaned = (clean_line(name).strip() for name in typed)
    return tuple(dict.fromkeys(name for name in cleaned if name))
