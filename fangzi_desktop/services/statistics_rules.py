"""统计口径和申报窗口: thresholds and windows; a newer version leaves the old ones as they are."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_rules import (
    FilingWindow,
    InvestThreshold,
    SectorThreshold,
    check_newer,
    check_window,
    newest_on,
)
from fangzi_desktop.domain.stage_terms import InvestLevel, Sector, WindowKind
from fangzi_desktop.domain.text import clean_line
from fangzi_desktop.storage.natural_ids import natural_id
from fangzi_desktop.storage.stage_tables import InvestLevelRow, SectorThresholdRow, WindowRow
from fangzi_desktop.storage.work import View, Work

Rule = SectorThreshold | InvestThreshold | FilingWindow


@dataclass(frozen=True, slots=True)
class Versioned:
    """One version of a rule; `in_force` marks the one that applies today."""

    id: str
    rule: Rule
    in_force: bool


@dataclass(frozen=True, slots=True)
class SectorForm:
    """A sector's threshold from a day on; without an amount the criterion alone decides."""

    sector: Sector
    amount_yuan: int | None
    criterion: str
    valid_from: date
    source: str = ""


@dataclass(frozen=True, slots=True)
class InvestLevelForm:
    """From which planned total investment something applies, from a day on."""

    level: InvestLevel
    amount_yuan: int | None
    valid_from: date
    source: str = ""


@dataclass(frozen=True, slots=True)
class WindowForm:
    """When papers for a window are due, from a day on; without months there is no such window any more."""

    kind: WindowKind
    months: tuple[int, ...]
    day: int | None
    new_only: bool
    valid_from: date
    source: str = ""


def set_sector_threshold(work: Work, form: SectorForm) -> None:
    """Add a newer threshold of a sector.

    Refusals: ``sector.no_criterion`` and those of `check_newer`.
    """
    criterion = clean_line(form.criterion)
    if not criterion:
        raise UserError("sector.no_criterion")
    present = (one for one in work.rules.stages.sector_thresholds if one.sector is form.sector)
    check_newer(form.valid_from, present, work.today)
    work.add(
        SectorThresholdRow(
            id=natural_id("sector_threshold", form.sector, form.valid_from),
            sector=form.sector,
            amount_yuan=form.amount_yuan,
            criterion=criterion,
            valid_from=form.valid_from,
            source=clean_line(form.source),
        )
    )


def set_invest_level(work: Work, form: InvestLevelForm) -> None:
    """Add a newer amount of an investment level.

    Refusals: ``invest.no_amount`` and those of `check_newer`.
    """
    if form.amount_yuan is None:
        raise UserError("invest.no_amount")
    present = (one for one in work.rules.stages.invest_thresholds if one.level is form.level)
    check_newer(form.valid_from, present, work.today)
    work.add(
        InvestLevelRow(
            id=natural_id("invest_level", form.level, form.valid_from),
            level=form.level,
            amount_yuan=form.amount_yuan,
            valid_from=form.valid_from,
            source=clean_line(form.source),
        )
    )


def set_window(work: Work, form: WindowForm) -> None:
    """Add a newer version of a filing window. Refusals: those of `check_window` and `check_newer`.

    The sectors that the window is limited to stay those of the version before.
    """
    months = sorted(set(form.months))
    day = form.day if form.day is not None else 0
    check_window(months, day)
    present = [one for one in work.rules.stages.windows if one.kind is form.kind]
    check_newer(form.valid_from, present, work.today)
    before = newest_on(present, form.valid_from)
    work.add(
        WindowRow(
            id=natural_id("filing_window", form.kind, form.valid_from),
            kind=form.kind,
            months=json.dumps(months),
            day=day,
            new_only=form.new_only,
            sectors=json.dumps(sorted(before.sectors) if before is not None else []),
            valid_from=form.valid_from,
            source=clean_line(form.source),
        )
    )


def statistics_rules(
    view: View,
) -> tuple[tuple[Versioned, ...], tuple[Versioned, ...], tuple[Versioned, ...]]:
    """Return the versions of sector thresholds, investment levels and windows, newest first of each kind."""
    rules, today = view.rules.stages, view.today
    sectors = {rules.sector_threshold(one, today) for one in Sector}
    levels = {rules.invest_threshold(one, today) for one in InvestLevel}
    windows = set(rules.windows_on(today))
    by_sector = sorted(rules.sector_thresholds, key=lambda one: _order(one.sector, one.valid_from))
    by_level = sorted(rules.invest_thresholds, key=lambda one: _order(one.level, one.valid_from))
    by_kind = sorted(rules.windows, key=lambda one: _order(one.kind, one.valid_from))
    return _versions(by_sector, sectors), _versions(by_level, levels), _versions(by_kind, windows)


def _order(kind: Sector | InvestLevel | WindowKind, valid_from: date) -> tuple[int, int]:
    return list(type(kind)).index(kind), -valid_from.toordinal()


def _versions(rules: Sequence[Rule], in_force: Collection[Rule | None]) -> tuple[Versioned, ...]:
    return tuple(Versioned(str(place), rule, rule in in_force) for place, rule in enumerate(rules))
