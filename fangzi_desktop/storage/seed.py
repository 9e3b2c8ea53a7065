"""The rules a new team starts with, read from `db/seed`; from then on they are the team's own data."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from typing import Any

import sqlalchemy as sa

from fangzi_desktop import paths
from fangzi_desktop.domain.alert_rules import alert_rules_from
from fangzi_desktop.domain.assessment_rules import assessment_rules_from
from fangzi_desktop.domain.calendar_files import calendar_years
from fangzi_desktop.domain.permit_rules import groups_from, groups_to_json, rule_to_json, rules_from
from fangzi_desktop.domain.rulebook import idle_limits_from, stage_limits_from
from fangzi_desktop.domain.stage_rules import stage_rules_from
from fangzi_desktop.storage.assessment_tables import AssessmentRuleRow
from fangzi_desktop.storage.calendars import year_values
from fangzi_desktop.storage.columns import Row
from fangzi_desktop.storage.natural_ids import natural_id
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
    CalendarYearRow,
    IdleLimitRow,
    PermitRuleRow,
    PermitTemplateRow,
    SettingRow,
    StageLimitRow,
    table_of,
)

# The mechanism was set up in 2022; a ledger may hold older projects, so the first version always applies.
FIRST_DAY = date(2000, 1, 1)
TEMPLATE = "permits.1"


def load(name: str) -> dict[str, Any]:
    """Return one shipped rule file."""
    return tomllib.loads((paths.seed() / f"{name}.toml").read_text(encoding="utf-8"))


def fill(connection: sa.Connection) -> None:
    """Put the shipped calendars, permit rules and stage limits into an empty database."""
    connection.execute(
        sa.insert(table_of(CalendarYearRow)), [year_values(year) for year in calendar_years(load("calendar"))]
    )
    connection.execute(
        sa.insert(table_of(PermitTemplateRow)),
        [
            {
                "id": TEMPLATE,
                "version": 1,
                "valid_from": FIRST_DAY,
                "note": "随程序提供",
                "groups": groups_to_json(groups_from(load("permits"))),
            }
        ],
    )
    connection.execute(
        sa.insert(table_of(PermitRuleRow)),
        [
            {
                "id": f"{rule.code}.1",
                "template_id": TEMPLATE,
                "code": rule.code,
                "position": position,
                "body": rule_to_json(rule),
            }
            for position, rule in enumerate(rules_from(load("permits")))
        ],
    )
    connection.execute(
        sa.insert(table_of(StageLimitRow)),
        [
            {
                "id": natural_id("stage_limit", limit.stage, limit.route, limit.valid_from),
                "stage": limit.stage,
                "route": limit.route,
                "amount": limit.limit.amount,
                "unit": limit.limit.unit,
                "kind": limit.limit.kind,
                "start_event": limit.start_event,
                "valid_from": limit.valid_from,
                "source": limit.source,
                "warn_amount": limit.warn.amount if limit.warn else None,
                "warn_unit": limit.warn.unit if limit.warn else None,
            }
            for limit in stage_limits_from(load("stages"))
        ],
    )
    connection.execute(
        sa.insert(table_of(IdleLimitRow)),
        [
            {
                "id": natural_id("idle_limit", limit.stage, limit.valid_from),
                "stage": limit.stage,
                "calendar_days": limit.calendar_days,
                "valid_from": limit.valid_from,
                "source": limit.source,
            }
            for limit in idle_limits_from(load("stages"))
        ],
    )
    _write_stage_rules(connection)
    _write_alert_rules(connection)
    _write_assessment_rules(connection)
    settings = {"team.name": "项目服务专班", "team.district": "坊子区"}
    connection.execute(
        sa.insert(table_of(SettingRow)), [{"id": name, "value": value} for name, value in settings.items()]
    )


def _write_stage_rules(connection: sa.Connection) -> None:
    rules = stage_rules_from(load("review"), load("stages"), load("statistics"))
    _insert(
        connection,
        ThresholdRow,
        [
            {
                "id": natural_id("threshold", one.indicator, one.valid_from),
                "indicator": one.indicator,
                "comparison": one.comparison,
                "value": one.value,
                "valid_from": one.valid_from,
                "source": one.source,
            }
            for one in rules.thresholds
        ],
    )
    _insert(
        connection,
        OpinionLimitRow,
        [
            {
                "id": natural_id("opinion_limit", one.valid_from),
                "amount": one.limit.amount,
                "unit": one.limit.unit,
                "valid_from": one.valid_from,
                "source": one.source,
            }
            for one in rules.opinion_limits
        ],
    )
    _insert(
        connection,
        RemovalLimitRow,
        [
            {
                "id": natural_id("removal_limit", one.valid_from),
                "months": one.months,
                "valid_from": one.valid_from,
                "source": one.source,
            }
            for one in rules.removal_limits
        ],
    )
    _insert(
        connection,
        SectorThresholdRow,
        [
            {
                "id": natural_id("sector_threshold", one.sector, one.valid_from),
                "sector": one.sector,
                "amount_yuan": one.amount_yuan,
                "criterion": one.criterion,
                "valid_from": one.valid_from,
                "valid_to": one.valid_to,
                "source": one.source,
            }
            for one in rules.sector_thresholds
        ],
    )
    _insert(
        connection,
        WindowRow,
        [
            {
                "id": natural_id("filing_window", one.kind, one.valid_from),
                "kind": one.kind,
                "months": json.dumps(one.months),
                "day": one.day,
                "new_only": one.new_only,
                "sectors": json.dumps(sorted(one.sectors)),
                "valid_from": one.valid_from,
                "source": one.source,
            }
            for one in rules.windows
        ],
    )
    _insert(
        connection,
        InvestLevelRow,
        [
            {
                "id": natural_id("invest_level", one.level, one.valid_from),
                "level": one.level,
                "amount_yuan": one.amount_yuan,
                "valid_from": one.valid_from,
                "source": one.source,
            }
            for one in rules.invest_thresholds
        ],
    )
    _insert(
        connection,
        LightLimitRow,
        [
            {
                "id": natural_id("light_limit", one.valid_from),
                "start_red_months": one.start_red_months,
                "yellow_points": one.yellow_points,
                "red_points": one.red_points,
                "valid_from": one.valid_from,
                "source": one.source,
            }
            for one in rules.light_limits
        ],
    )


def _write_alert_rules(connection: sa.Connection) -> None:
    _insert(
        connection,
        AlertRuleRow,
        [
            {
                "id": natural_id("alert_rule", one.kind, one.valid_from),
                "kind": one.kind,
                "steps": json.dumps(one.steps),
                "unit": one.unit,
                "tells_from": one.tells_from,
                "repeat_workdays": one.repeat_workdays,
                "chief_workdays": one.chief_workdays,
                "leader_workdays": one.leader_workdays,
                "valid_from": one.valid_from,
                "source": one.source,
            }
            for one in alert_rules_from(load("alerts")).rules
        ],
    )


def _write_assessment_rules(connection: sa.Connection) -> None:
    _insert(
        connection,
        AssessmentRuleRow,
        [
            {
                "id": natural_id("assessment_rule", one.indicator, one.valid_from),
                "indicator": one.indicator,
                "scoring": one.scoring,
                "locality_points": one.locality_points,
                "department_points": one.department_points,
                "target": one.target,
                "step": one.step,
                "most": one.most,
                "no_basis": one.no_basis,
                "valid_from": one.valid_from,
                "source": one.source,
            }
            for one in assessment_rules_from(load("assessment")).rules
        ],
    )


def _insert(connection: sa.Connection, row: type[Row], values: list[dict[str, Any]]) -> None:
    connection.execute(sa.insert(table_of(row)), values)
