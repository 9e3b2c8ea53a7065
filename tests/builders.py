"""One valid thing in one line; a test states only what matters to it."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from sqlalchemy import select

from fangzi_desktop.domain.alert_rules import AlertRule
from fangzi_desktop.domain.terms import PermitState, Route, Stage
from fangzi_desktop.services.permits import start_checklist
from fangzi_desktop.services.projects import ProjectForm, add_project
from fangzi_desktop.storage.tables import AlertRuleRow, PermitItemRow
from fangzi_desktop.storage.work import Work

# The holidays after 元旦 of a year whose arrangement is not shipped, as a notice might word them.
REST_OF_2027 = """
二、春节：2月5日至11日放假调休，共7天。
三、清明节：4月3日至5日放假，共3天。
四、劳动节：5月1日至5日放假调休，共5天。
五、端午节：6月9日放假，共1天。
六、中秋节：9月15日放假，共1天。
七、国庆节：10月1日至7日放假调休，共7天。
"""


def a_project(work: Work, name: str = "测试项目", stage: Stage = Stage.PLANNING, **values: Any) -> str:
    """Add a project and return its id."""
    return add_project(work, ProjectForm(name, **values), stage)


def a_project_with_permits(
    work: Work, route: Route = Route.NEW_LAND, name: str = "测试项目", stage: Stage = Stage.PERMITS
) -> str:
    """Add a project with its checklist and return its id."""
    project = add_project(work, ProjectForm(name, route=route), stage)
    work.flush()
    start_checklist(work, project)
    return project


def item_id(work: Work, project: str, code: str) -> str:
    """Return the id of a project's permit item."""
    statement = select(PermitItemRow.id).where(
        PermitItemRow.project_id == project, PermitItemRow.code == code
    )
    return work.session.scalars(statement).one()


def a_permit_item(
    work: Work,
    code: str = "FILING",
    route: Route = Route.NEW_LAND,
    accepted_on: date | None = None,
    decided_on: date | None = None,
) -> str:
    """Add a project with its checklist and return the id of one item, as far along as the days say."""
    project = a_project_with_permits(work, route)
    work.flush()
    item = work.get(PermitItemRow, item_id(work, project, code))
    item.accepted_on, item.decided_on = accepted_on, decided_on
    if decided_on is not None:
        item.state = PermitState.DECIDED
    elif accepted_on is not None:
        item.state = PermitState.ACCEPTED
    return item.id


def an_alert_rule(work: Work, rule: AlertRule) -> None:
    """Let a rule of calling apply from its first day on."""
    work.add(
        AlertRuleRow(
            id=work.new_id(),
            kind=rule.kind,
            steps=json.dumps(rule.steps),
            unit=rule.unit,
            tells_from=rule.tells_from,
            repeat_workdays=rule.repeat_workdays,
            chief_workdays=rule.chief_workdays,
            leader_workdays=rule.leader_workdays,
            valid_from=rule.valid_from,
            source=rule.source,
        )
    )
