"""What the list of entries into statistics says, with the rules of the day and what enterprises reported."""

from __future__ import annotations

from collections.abc import Iterator

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.stage_terms import InvestLevel, ReportedMetric, Sector
from fangzi_desktop.reports.statistics_input import (
    EntryLine,
    LevelLine,
    ReportedValue,
    StatisticsInput,
    WindowLine,
)
from fangzi_desktop.services.settings import team_settings
from fangzi_desktop.services.statistics import StatsLine, all_entries
from fangzi_desktop.storage import statistics as rows
from fangzi_desktop.storage.stage_tables import ReportedRow
from fangzi_desktop.storage.work import View


def statistics_input(view: View) -> StatisticsInput:
    """Return the entries of all projects in the mechanism, those first that papers are due for."""
    team = team_settings(view)
    return StatisticsInput(
        team=team.name,
        title=f"{team.district}重点项目纳统升规清单",
        as_of=view.today,
        entries=tuple(_entry(line) for line in all_entries(view)),
        reported=tuple(_latest_reported(view)),
        levels=(*_invest_levels(view), *_sector_levels(view)),
        windows=tuple(
            WindowLine(one.kind, one.months, one.day, one.new_only, one.valid_from, one.source)
            for one in view.rules.stages.windows_on(view.today)
        ),
    )


def _entry(line: StatsLine) -> EntryLine:
    returned = next((one for one in line.returns if one.filed_again_on is None), None)
    return EntryLine(
        id=line.id,
        project_id=line.project_id,
        project=line.project,
        kind=line.kind,
        state=line.state,
        light=line.light,
        sector=line.sector,
        since=line.since,
        reached=PartialDate.from_code(line.reached_month) if line.reached_month else None,
        investment_yuan=line.investment_yuan,
        form_name=line.form_name,
        reviews=line.reviews if line.is_open else (),
        window=line.window,
        following=line.following,
        papers_there=line.papers_there,
        papers_needed=line.papers_needed,
        missing=tuple(one.material for one in line.papers if one.is_needed and one.received_on is None),
        findings=tuple(one.text for one in line.findings),
        returned_on=returned.returned_on if returned is not None else None,
        returned_for=returned.reason if returned is not None else "",
        filed_on=line.filed_on,
        entered=line.entered,
        statistical_code=line.statistical_code,
    )


def _latest_reported(view: View) -> Iterator[ReportedValue]:
    """Each project's newest figure of each kind, by project; a correction stands for what it corrects."""
    latest: dict[tuple[str, ReportedMetric], tuple[ReportedRow, str, bool]] = {}
    for row, project in rows.all_reported_rows(view.session):
        key = (row.project_id, row.metric)
        before = latest.get(key)
        if before is None or row.month >= before[0].month:
            latest[key] = (row, project, before is not None and before[0].month == row.month)
    for row, project, corrects in latest.values():
        yield ReportedValue(
            row.project_id,
            project,
            row.metric,
            PartialDate.from_code(row.month),
            row.value,
            row.unit,
            row.source,
            row.noted_on,
            corrects,
        )


def _invest_levels(view: View) -> Iterator[LevelLine]:
    for level in InvestLevel:
        rule = view.rules.stages.invest_threshold(level, view.today)
        if rule is not None:
            yield LevelLine(level, rule.amount_yuan, "", rule.valid_from, None, rule.source)


def _sector_levels(view: View) -> Iterator[LevelLine]:
    for sector in Sector:
        rule = view.rules.stages.sector_threshold(sector, view.today)
        if rule is not None:
            yield LevelLine(
                sector, rule.amount_yuan, rule.criterion, rule.valid_from, rule.valid_to, rule.source
            )
