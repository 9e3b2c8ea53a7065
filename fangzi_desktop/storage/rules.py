"""The rule book as rows: stage limits and permit rules, each with the day it begins to apply."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from fangzi_desktop.domain.deadlines import Limit
from fangzi_desktop.domain.permit_rules import groups_from_json, rule_from_json
from fangzi_desktop.domain.rulebook import IdleLimit, RuleBook, StageLimit
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
    rules = table_of(PermitRuleRow)
    templates = table_of(PermitTemplateRow)
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
        permit_rules=tuple(
            rule_from_json(body)
            for (body,) in connection.execute(sa.select(rules.c.body).order_by(rules.c.position))
        ),
        idle_limits=tuple(
            IdleLimit(row.stage, row.calendar_days, row.valid_from, row.source)
            for row in connection.execute(sa.select(idle))
        ),
        groups=groups_from_json(
            connection.execute(
                sa.select(templates.c.groups).order_by(templates.c.version.desc()).limit(1)
            ).scalar_one()
        ),
    )
