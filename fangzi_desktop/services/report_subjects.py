"""What a paper can be about: the projects, officers, meetings or visits there are to choose from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from fangzi_desktop.domain.report_terms import Subject
from fangzi_desktop.domain.stages import TERMINAL
from fangzi_desktop.services.meeting_lines import meetings
from fangzi_desktop.services.pinyin import search_key, sort_key
from fangzi_desktop.storage import projects as project_rows
from fangzi_desktop.storage.visits import visits_between
from fangzi_desktop.storage.work import View


@dataclass(frozen=True, slots=True)
class ReportSubject:
    """A choice: its id as `ReportAsk.subject` takes it, its name, and what `pinyin.matches` looks in."""

    id: str
    name: str
    search_key: str


def report_subjects(view: View, subject: Subject) -> tuple[ReportSubject, ...]:
    """Return what there is to choose from, in the order in which people look for it.

    There is nothing for a paper of all projects. Projects that left the mechanism come last.
    """
    return _SUBJECTS[subject](view) if subject in _SUBJECTS else ()


def has_projects(view: View) -> bool:
    """Whether there is any project to report on."""
    return bool(project_rows.names_and_officers(view.session))


def _projects(view: View) -> tuple[ReportSubject, ...]:
    rows = project_rows.project_rows(view.session)
    rows.sort(key=lambda row: row.status in TERMINAL)
    return tuple(ReportSubject(row.id, row.name, row.search_key) for row in rows)


def _officers(view: View) -> tuple[ReportSubject, ...]:
    names = {officer for _, officer in project_rows.names_and_officers(view.session).values() if officer}
    return tuple(ReportSubject(name, name, search_key(name)) for name in sorted(names, key=sort_key))


def _meetings(view: View) -> tuple[ReportSubject, ...]:
    found = []
    for line in meetings(view):
        name = f"{line.name}（{line.held_on.isoformat()}）"
        found.append(ReportSubject(line.id, name, search_key(name)))
    return tuple(found)


def _visits(view: View) -> tuple[ReportSubject, ...]:
    found = []
    for row, project in visits_between(view.session, date.min, view.today):
        name = f"{project}（{row.visited_on.isoformat()}）"
        found.append(ReportSubject(row.id, name, search_key(name)))
    return tuple(found)


_SUBJECTS: Mapping[Subject, Callable[[View], tuple[ReportSubject, ...]]] = {
    Subject.PROJECT: _projects,
    Subject.OFFICER: _officers,
    Subject.MEETING: _meetings,
    Subject.VISIT: _visits,
}
