"""Entries into statistics of invented projects: papers, filing, returns, and invented reported figures."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from fangzi_desktop.domain.stage_terms import (
    ReportedMetric,
    ReportedUnit,
    Sector,
    StatsKind,
    StatsMaterial,
)
from fangzi_desktop.domain.stats_entry import Entry, papers_for
from fangzi_desktop.domain.stats_windows import Producer, Window, next_invest_day, next_window
from fangzi_desktop.domain.terms import Milestone
from fangzi_desktop.domain.workdays import ONE_DAY, month_end
from fangzi_desktop.services.demo_lives import Life
from fangzi_desktop.storage.natural_ids import natural_id
from fangzi_desktop.storage.stage_tables import (
    ProfileRow,
    ReportedRow,
    StatsFileRow,
    StatsMaterialRow,
    StatsReturnRow,
)
from fangzi_desktop.storage.statistics import reported_rows
from fangzi_desktop.storage.tables import ProjectRow
from fangzi_desktop.storage.work import Work

_SECTORS = {"创意文旅": Sector.SERVICES_C, "元宇宙": Sector.SERVICES_A}
_WRONG_UNIT, _WRONG_PHOTO, _NOT_CLEAR = (
    "申报单位与备案单位名称不一致，请核实后重报",
    "现场照片拍摄时间早于开工时间，请补拍",
    "施工合同未盖骑缝章，扫描件不清晰",
)
_OFTEN, _SELDOM = 0.6, 0.25


def fill_statistics(work: Work, chance: random.Random, row: ProjectRow, life: Life) -> None:
    """Give an invented project its entries as far as its life has come."""
    started = life.days.get(Milestone.START_STATISTICAL)
    if started is not None:
        _invest(work, chance, row, started, life.days.get(Milestone.STATS_ENTRY))
    produced = life.days.get(Milestone.PRODUCTION)
    if produced is not None:
        _scale(work, chance, row, produced, life.days.get(Milestone.SCALE_ENTRY))


def _invest(work: Work, chance: random.Random, row: ProjectRow, started: date, entered: date | None) -> None:
    file = StatsFileRow(
        id=natural_id("stats_file", row.id, StatsKind.INVEST),
        project_id=row.id,
        kind=StatsKind.INVEST,
        filing_unit=row.investor,
        reporting_unit=row.investor,
        contract_party=row.investor,
        approved_investment_yuan=row.investment_yuan,
        applied_investment_yuan=row.investment_yuan,
        applied_start_on=started,
        contract_on=started - timedelta(days=chance.randint(12, 40)),
        photo_on=min(started + timedelta(days=chance.randint(0, 3)), work.today),
    )
    work.add(file)
    window = next_invest_day(work.rules.stages, work.calendar, started + ONE_DAY)
    entry = Entry(StatsKind.INVEST, row.investment_yuan)
    needed = [one.material for one in papers_for(entry, work.rules.stages, work.today) if one.is_needed]
    if entered is not None:
        file.filed_on = _filed(chance, window, started, entered)
        file.entry_month = f"{entered:%Y-%m}"
        file.statistical_code = f"示例{entered:%Y%m}{row.project_no[-4:]}"
        _tick(work, row, StatsKind.INVEST, needed, file.filed_on)
        _report(work, chance, row, ReportedMetric.INVESTMENT, ReportedUnit.WAN_YUAN, entered)
        return
    if window is not None and window.due < work.today:
        file.filed_on = _filed(chance, window, started, work.today)
        _tick(work, row, StatsKind.INVEST, needed, file.filed_on)
        if chance.random() < _OFTEN:
            _send_back(work, chance, row, file)
        return
    _tick(work, row, StatsKind.INVEST, needed[: chance.randint(1, len(needed))], work.today)
    _spoil(chance, row, file)


def _spoil(chance: random.Random, row: ProjectRow, file: StatsFileRow) -> None:
    """Let the papers of some disagree, as they do before anybody has checked them."""
    if chance.random() < _OFTEN:
        file.contract_party = f"{row.investor}建设指挥部"
    if chance.random() < _SELDOM and file.applied_investment_yuan is not None:
        file.applied_investment_yuan += 10_000_000


def _send_back(work: Work, chance: random.Random, row: ProjectRow, file: StatsFileRow) -> None:
    """One sent back lately waits for the next window; one sent back earlier has been filed again."""
    if file.filed_on is None:
        return
    returned_on = min(file.filed_on + timedelta(days=chance.randint(3, 8)), work.today)
    window = next_invest_day(work.rules.stages, work.calendar, returned_on + ONE_DAY)
    again = window.due if window is not None and window.due < work.today else None
    reason = chance.choice((_WRONG_UNIT, _WRONG_PHOTO, _NOT_CLEAR))
    if again is None and reason == _WRONG_UNIT:
        file.reporting_unit = f"{row.investor}科技"
    if again is None and reason == _WRONG_PHOTO and file.applied_start_on is not None:
        file.photo_on = file.applied_start_on - timedelta(days=4)
    work.add(
        StatsReturnRow(
            id=work.new_id(),
            project_id=row.id,
            kind=StatsKind.INVEST,
            returned_on=returned_on,
            reason=reason,
            filed_again_on=again,
        )
    )


def _scale(work: Work, chance: random.Random, row: ProjectRow, produced: date, entered: date | None) -> None:
    sector = _SECTORS.get(row.industry_track, Sector.INDUSTRY)
    _write_sector(work, row, sector)
    file = StatsFileRow(
        id=natural_id("stats_file", row.id, StatsKind.SCALE),
        project_id=row.id,
        kind=StatsKind.SCALE,
        filing_unit=row.investor,
        reporting_unit=row.investor,
    )
    work.add(file)
    entry = Entry(StatsKind.SCALE, sector=sector)
    needed = [one.material for one in papers_for(entry, work.rules.stages, work.today) if one.is_needed]
    if entered is not None:
        reached = max(produced, entered - timedelta(days=chance.randint(35, 70)))
        file.reached_month = f"{reached:%Y-%m}"
        file.filed_on = max(reached, entered - timedelta(days=chance.randint(8, 20)))
        file.entry_month = f"{entered:%Y-%m}"
        _tick(work, row, StatsKind.SCALE, needed, file.filed_on)
        _report(work, chance, row, ReportedMetric.OUTPUT, ReportedUnit.THOUSAND_YUAN, entered)
        _report(work, chance, row, ReportedMetric.REVENUE, ReportedUnit.THOUSAND_YUAN, entered)
        return
    reached = produced + timedelta(days=chance.randint(20, 60))
    if reached >= work.today.replace(day=1):
        return
    file.reached_month = f"{reached:%Y-%m}"
    firm = Producer(sector, produced, file.reached_month)
    window = next_window(work.rules.stages, work.calendar, firm, reached)
    if window is not None and window.due < work.today:
        file.filed_on = _filed(chance, window, month_end(reached.replace(day=1), 1), work.today)
        _tick(work, row, StatsKind.SCALE, needed, file.filed_on)
    else:
        _tick(work, row, StatsKind.SCALE, needed[: chance.randint(2, len(needed) - 1)], work.today)


def _write_sector(work: Work, row: ProjectRow, sector: Sector) -> None:
    work.flush()
    profile = work.session.get(ProfileRow, row.id)
    if profile is None:
        work.add(ProfileRow(id=row.id, project_id=row.id, sector=sector))
    else:
        profile.sector = sector


def _filed(chance: random.Random, window: Window | None, earliest: date, latest: date) -> date:
    due = window.due if window is not None else latest
    return max(earliest, min(latest, due - timedelta(days=chance.randint(0, 4))))


def _tick(work: Work, row: ProjectRow, kind: StatsKind, materials: Sequence[StatsMaterial], on: date) -> None:
    for place, material in enumerate(materials):
        work.add(
            StatsMaterialRow(
                id=natural_id("stats_material", row.id, kind, material),
                project_id=row.id,
                kind=kind,
                material=material,
                received_on=on - timedelta(days=(len(materials) - place) // 2),
            )
        )


def _report(
    work: Work,
    chance: random.Random,
    row: ProjectRow,
    metric: ReportedMetric,
    unit: ReportedUnit,
    entered: date,
) -> None:
    """Figures as an enterprise might have reported them for the months since its entry, at most four."""
    work.flush()
    position = len(reported_rows(work.session, row.id))
    month = max(entered.replace(day=1), month_end(work.today.replace(day=1), -4))
    while (noted := month_end(month, 1) + timedelta(days=8)) <= work.today:
        work.add(
            ReportedRow(
                id=work.new_id(),
                project_id=row.id,
                month=f"{month:%Y-%m}",
                metric=metric,
                value=Decimal(chance.randint(320, 5200)),
                unit=unit,
                position=position,
                noted_on=noted,
                source=f"企业联网直报截图（示例，{noted.month}月{noted.day}日）",
            )
        )
        position += 1
        month = month_end(month, 1)
