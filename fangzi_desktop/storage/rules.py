"""The rule book as rows: stage limits and versions of the checklist, each with its first day."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from fangzi_desktop.domain.alert_rules import AlertRule, AlertRules
from fangzi_desktop.domain.assessment_rules import AssessmentRule, AssessmentRules
from fangzi_desktop.domain.deadlines import Limit
from fangzi_desktop.domain.permit_rules import PermitRule, groups_from_json, rule_from_json
from fangzi_desktop.domain.rulebook import IdleLimit, RuleBook, StageLimit
from fangzi_desktop.domain.stage_rules import (
    FilingWindow,
    InvestThreshold,
    LightLimit,
    OpinionLimit,
    RemovalLimit,
    SectorThreshold,
    StageRules,
    Threshold,
)
from fangzi_desktop.domain.stage_terms import Sector
from fangzi_desktop.domain.templates import Template
from fangzi_desktop.domain.terms import LimitKind
from fangzi_desktop.storage.assessment_tables import AssessmentRuleRow
from fangzi_desktop.storage.columns import Row
from fangzi_desktop.storage.stage_tables import (
    InvestLevelRow,
    LightLimitRow,
    OpinionLimitRow,
    RemovalLimitRow,
    SectorThresholdRow,
    ThresholdRow,
    WindowRow,
)
from fangzi_desktop.storage.tables import (
    AlertRuleRow,
    IdleLimitRow,
    PermitRuleRow,
    PermitTemplateRow,
    StageLimitRow,
    table_of,
)


def load_rules(session: Session) -> RuleBook:
    """Return the rule book of the database."""
    connection = session.connection()
    limits = table_of(StageLimitRow)
    idle = table_of(IdleLimitRow)
    return RuleBook(
        stage_limits=tuple(
            StageLimit(
                row.stage,
                row.route,
                Limit(row.amount, row.unit, row.kind),
                row.start_event,
                row.valid_from,
                row.source,
                Limit(row.warn_amount, row.warn_unit, LimitKind.MAX) if row.warn_amount is not None else None,
            )
            for row in connection.execute(sa.select(limits))
        ),
        templates=_templates(connection),
        idle_limits=tuple(
            IdleLimit(row.stage, row.calendar_days, row.valid_from, row.source)
            for row in connection.execute(sa.select(idle))
        ),
        stages=_stage_rules(connection),
        alerts=_alert_rules(connection),
        assessment=_assessment_rules(connection),
    )


def _alert_rules(connection: sa.Connection) -> AlertRules:
    return AlertRules(
        tuple(
            AlertRule(
                row.kind,
                tuple(json.loads(row.steps)),
                row.unit,
                row.tells_from,
                row.repeat_workdays,
                row.chief_workdays,
                row.leader_workdays,
                row.valid_from,
                row.source,
            )
            for row in connection.execute(sa.select(table_of(AlertRuleRow)))
        )
    )


def _assessment_rules(connection: sa.Connection) -> AssessmentRules:
    return AssessmentRules(
        tuple(
            AssessmentRule(
                row.indicator,
                row.scoring,
                row.locality_points,
                row.department_points,
                row.valid_from,
                row.target,
                row.step,
                row.most,
                row.no_basis,
                row.source,
            )
            for row in connection.execute(sa.select(table_of(AssessmentRuleRow)))
        )
    )


def _stage_rules(connection: sa.Connection) -> StageRules:
    def rows(kind: type[Row]) -> sa.CursorResult[Any]:
        return connection.execute(sa.select(table_of(kind)))

    return StageRules(
        tuple(
            Threshold(row.indicator, row.comparison, row.value, row.valid_from, row.source)
            for row in rows(ThresholdRow)
        ),
        tuple(
            OpinionLimit(Limit(row.amount, row.unit, LimitKind.MAX), row.valid_from, row.source)
            for row in rows(OpinionLimitRow)
        ),
        tuple(RemovalLimit(row.months, row.valid_from, row.source) for row in rows(RemovalLimitRow)),
        tuple(
            SectorThreshold(
                row.sector, row.amount_yuan, row.criterion, row.valid_from, row.valid_to, row.source
            )
            for row in rows(SectorThresholdRow)
        ),
        tuple(
            FilingWindow(
                row.kind,
                tuple(json.loads(row.months)),
                row.day,
                row.new_only,
                frozenset(Sector(name) for name in json.loads(row.sectors)),
                row.valid_from,
                row.source,
            )
            for row in rows(WindowRow)
        ),
        tuple(
            InvestThreshold(row.level, row.amount_yuan, row.valid_from, row.source)
            for row in rows(InvestLevelRow)
        ),
        tuple(
            LightLimit(row.start_red_months, row.yellow_points, row.red_points, row.valid_from, row.source)
            for row in rows(LightLimitRow)
        ),
    )


def _templates(connection: sa.Connection) -> tuple[Template, ...]:
    """Return the versions of the checklist, oldest first, each with its rules in their order."""
    templates, rules = table_of(PermitTemplateRow), table_of(PermitRuleRow)
    found: dict[str, list[tuple[str, PermitRule]]] = defaultdict(list)
    columns = sa.select(rules.c.template_id, rules.c.id, rules.c.body)
    for template_id, rule_id, body in connection.execute(columns.order_by(rules.c.position)):
        found[template_id].append((rule_id, rule_from_json(body)))
    ordered = sa.select(templates).order_by(templates.c.valid_from, templates.c.version)
    return tuple(
        Template(
            row.id,
            row.version,
            row.valid_from,
            row.note,
            tuple(rule for _, rule in found[row.id]),
            {rule.code: rule_id for rule_id, rule in found[row.id]},
            groups_from_json(row.groups),
        )
        for row in connection.execute(ordered)
    )
