"""What the list of problems on paper says."""

from __future__ import annotations

from datetime import date, timedelta

from fangzi_desktop.reports.problems_input import ListedProblem, ProblemsInput
from fangzi_desktop.services.problems import Problem, problems
from fangzi_desktop.services.settings import team_settings
from fangzi_desktop.storage.work import View

# For so many calendar days a problem stays on the list after it was written off.
CLOSED_DAYS = 30


def problems_input(view: View) -> ProblemsInput:
    """Return the open problems by due day, and the ones written off in the last 30 calendar days."""
    team = team_settings(view)
    since = view.today - timedelta(days=CLOSED_DAYS)
    found = problems(view)
    closed = [one for one in found if one.closed_on is not None and one.closed_on >= since]
    closed.sort(key=lambda one: (one.closed_on or date.min, one.number), reverse=True)
    return ProblemsInput(
        team=team.name,
        title=f"{team.district}重点项目问题清单",
        as_of=view.today,
        closed_from=since,
        open_ones=tuple(_listed(one) for one in found if one.state.is_open),
        closed=tuple(_listed(one) for one in closed),
    )


def _listed(one: Problem) -> ListedProblem:
    return ListedProblem(
        id=one.id,
        project_id=one.project_id,
        number=one.number,
        project=one.project,
        text=one.text,
        raised_on=one.raised_on,
        unit=one.responsible_unit,
        due=one.due,
        state=one.state,
        light=one.light,
        suggestion=one.suggestion,
        about=one.about,
        listed_on=one.listed_on,
        listed_no=one.listed_no,
        closed_on=one.closed_on,
        closing_note=one.closing_note,
    )
