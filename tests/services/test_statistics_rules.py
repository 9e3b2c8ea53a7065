from __future__ import annotations

from datetime import date

import pytest

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_rules import FilingWindow, InvestThreshold, SectorThreshold
from fangzi_desktop.domain.stage_terms import InvestLevel, Sector, WindowKind
from fangzi_desktop.services.statistics_rules import (
    InvestLevelForm,
    SectorForm,
    WindowForm,
    set_invest_level,
    set_sector_threshold,
    set_window,
    statistics_rules,
)
from fangzi_desktop.services.workspace import Workspace

FROM = date(2023, 3, 1)


def test_a_newer_threshold_holds_from_its_day_and_leaves_the_old(workspace: Workspace) -> None:
    form = SectorForm(Sector.RETAIL, 8_000_000, "年主营业务收入800万元及以上", FROM, "通知")
    workspace.do(set_sector_threshold, form)
    rules = workspace.rules.stages
    before, after = (rules.sector_threshold(Sector.RETAIL, day) for day in (date(2023, 2, 28), FROM))
    assert before is not None and before.amount_yuan == 5_000_000
    assert after is not None and after.amount_yuan == 8_000_000
    sectors, _, _ = workspace.read(statistics_rules)
    retail = [
        one for one in sectors if isinstance(one.rule, SectorThreshold) and one.rule.sector is Sector.RETAIL
    ]
    assert [one.in_force for one in retail] == [False, True]
    workspace.undo()
    assert workspace.rules.stages.sector_threshold(Sector.RETAIL, FROM) == before


def test_a_newer_investment_threshold_and_window(workspace: Workspace) -> None:
    workspace.do(set_invest_level, InvestLevelForm(InvestLevel.ENTRY, 10_000_000, FROM))
    form = WindowForm(WindowKind.INVEST, (3, 1, 3), 8, new_only=False, valid_from=FROM)
    workspace.do(set_window, form)
    _, levels, windows = workspace.read(statistics_rules)
    entry = levels[0].rule
    assert isinstance(entry, InvestThreshold)
    assert (entry.amount_yuan, levels[0].in_force) == (10_000_000, False)
    newest = next(one.rule for one in windows if one.rule.kind is WindowKind.INVEST)  # type: ignore[union-attr]
    assert isinstance(newest, FilingWindow)
    assert (newest.months, newest.day) == ((1, 3), 8)


@pytest.mark.parametrize(
    ("command", "form", "code"),
    [
        (set_sector_threshold, SectorForm(Sector.RETAIL, None, " ", FROM), "sector.no_criterion"),
        (
            set_sector_threshold,
            SectorForm(Sector.RETAIL, 1, "甲", date(2011, 1, 1)),
            "rule.day_not_newer",
        ),
        (set_sector_threshold, SectorForm(Sector.RETAIL, 1, "甲", date(2033, 1, 1)), "rule.day_out_of_range"),
        (set_invest_level, InvestLevelForm(InvestLevel.ENTRY, None, FROM), "invest.no_amount"),
        (
            set_window,
            WindowForm(WindowKind.MONTHLY, (13,), 8, new_only=True, valid_from=FROM),
            "window.months",
        ),
        (set_window, WindowForm(WindowKind.MONTHLY, (), 32, new_only=True, valid_from=FROM), "window.day"),
    ],
)
def test_what_cannot_be_a_rule_is_refused(
    workspace: Workspace, command: object, form: object, code: str
) -> None:
    before = workspace.read(statistics_rules)
    with pytest.raises(UserError, match=code.replace(".", r"\.")):
        workspace.do(command, form)  # type: ignore[arg-type]
    assert workspace.read(statistics_rules) == before
