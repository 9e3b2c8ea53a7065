"""The rule book as rows: stage limits and versions of the checklist, each with its first day."""

from __future__ import annotations

from collections import defaultdict

import sqlalchemy as sa
from sqlalchemy.orm import Session

from fangzi_desktop.domain.deadlines import Limit
from fangzi_desktop.domain.permit_rules import PermitRule, groups_from_json, rule_from_json
from fangzi_desktop.domain.rulebook import IdleLimit, RuleBook, StageLimit
from fangzi_desktop.domain.templates import Template
from fangzi_desktop.storage.tables import (
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
            )
            for row in connection.execute(sa.select(limits))
        ),
        templates=_templates(connection),
        idle_limits=tuple(
            IdleLimit(row.stage, row.calendar_days, row.valid_from, row.source)
            for row in connection.execute(sa.select(idle))
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
