"""The permit checklist: set it up, record each item's life, and read it with its clocks and forecast."""

from __future__ import annotations

from fangzi_desktop.domain import permits as rule_of
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.terms import (
    PermitState,
    Route,
)
from fangzi_desktop.storage import permits as rows
from fangzi_desktop.storage.tables import PermitItemRow, ProjectRow
from fangzi_desktop.storage.work import Work


def start_checklist(work: Work, project_id: str, route: Route | None = None) -> int:
    """Give a project every item of its route in one act and return how many.

    Raises `UserError` ``permit.no_route`` while the land question is open, ``permit.checklist_exists``.
    """
    project = work.get(ProjectRow, project_id)
    if route is not None:
        project.route = route
    if project.route is None:
        raise UserError("permit.no_route", project=project.name)
    if rows.item_rows(work.session, project_id):
        raise UserError("permit.checklist_exists", project=project.name)
    rules = rule_of.checklist_for(work.rules.permit_rules, project.route)
    for position, rule in enumerate(rules):
        work.add(
            PermitItemRow(
                id=work.new_id(),
                project_id=project_id,
                rule_id=rows.rule_id(work.session, rule.code),
                code=rule.code,
                position=position,
                applicability=rule_of.initial_applicability(rule),
                state=PermitState.NOT_STARTED,
            )
        )
    return len(rules)
