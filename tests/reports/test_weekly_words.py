"""The sentences of the weekly report."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from fangzi_desktop.domain.terms import (
    ClockKind,
    Light,
    LimitKind,
    Milestone,
    ProblemState,
    ProjectStatus,
    Stage,
    Unit,
)
from fangzi_desktop.reports import weekly_words
from fangzi_desktop.reports.weekly_input import (
    DueItem,
    Event,
    Figure,
    ItemAccepted,
    ItemDecided,
    MilestoneReached,
    NextStep,
    OverdueClock,
    PermitLine,
    PlannedMilestone,
    ProblemLine,
    ProgressNoted,
    ProjectAdded,
    ProjectProgress,
    SiteVisited,
    StageMoved,
    StatusChanged,
    Totals,
    UndatedNote,
    WeekFigures,
)
from fangzi_desktop.reports.weekly_overview import overview
from fangzi_desktop.reports.weekly_words import Words
from tests.reports.issues import FRIDAY, a_permit, an_issue

MONDAY = date(2023, 2, 20)
RED, YELLOW, GREEN, GREY = Light.RED, Light.YELLOW, Light.GREEN, Light.GREY


def said(words: list[Words]) -> list[str]:
    return [f"{one.lead}{one.text}".replace("\u2060", "") for one in words]


@pytest.mark.parametrize(
    ("totals", "words"),
    [
        pytest.param(Totals(), "截至2月24日，机制台账尚无项目。", id="nothing"),
        pytest.param(
            Totals(1, 1_000_000_000, 1, {Stage.CONSTRUCTION: 1}, {GREEN: 1}),
            "截至2月24日，机制台账共有项目1个，已填报总投资10亿元。处于开工建设阶段。按亮灯情况，为绿灯。",
            id="one project",
        ),
        pytest.param(
            Totals(3, 3_020_000_000, 2, {Stage.FORMATION: 2, Stage.PERMITS: 1}, {RED: 1, GREEN: 2}),
            "截至2月24日，机制台账共有项目3个，已填报总投资30.2亿元。其中生成阶段2个，手续办理阶段1个。"
            "按亮灯情况，红灯1个，绿灯2个。尚有1个项目未填报总投资。",
            id="several",
        ),
        pytest.param(
            Totals(2, 0, 0, {Stage.REVIEW: 2}, {GREY: 2}),
            "截至2月24日，机制台账共有项目2个。均处于论证阶段。目前没有计时中的事项，不亮灯。总投资均未填报。",
            id="nothing timed and no amounts",
        ),
        pytest.param(
            Totals(apart={ProjectStatus.VETOED: 2, ProjectStatus.DEFERRED: 1}),
            "截至2月24日，机制台账尚无项目。另有暂缓1个、否决2个，不计入上述项目数。",
            id="those who left",
        ),
    ],
)
def test_the_ledger_is_summed_up(totals: Totals, words: str) -> None:
    assert "".join(said(overview(an_issue(totals=totals)))[:-1]) == words


@pytest.mark.parametrize(
    ("week", "words"),
    [
        pytest.param(
            WeekFigures(),
            "本周未登记新增项目、环节变化、手续办结、项目办结或退出。目前无逾期事项。",
            id="nothing recorded is not nothing happened",
        ),
        pytest.param(
            WeekFigures(
                Figure(2, 0), Figure(0, 3), Figure(25, 25), Figure(58), {ProjectStatus.CLOSED: Figure(1)}
            ),
            "本周新增项目2个（上周0个），办结手续25项（上周25项），办结项目1个；未登记环节变化（上周3个）。"
            "目前逾期事项58项。",
            id="against last week",
        ),
        pytest.param(
            WeekFigures(
                ended={
                    ProjectStatus.VETOED: Figure(2, 0),
                    ProjectStatus.REMOVED: Figure(1, 3),
                    ProjectStatus.TERMINATED: Figure(0, 1),
                    ProjectStatus.CLOSED: Figure(0, 0),
                }
            ),
            "本周否决项目2个（上周0个），剔除项目1个（上周3个）；"
            "未登记新增项目、环节变化、手续办结、项目终止（上周1个）。目前无逾期事项。",
            id="否决 and 剔除 are never added up",
        ),
        pytest.param(
            WeekFigures(taken_over=11, overdue_items=Figure(3, 5)),
            "本周由台账导入项目11个（原台账未载纳入日期，不计作新增）；"
            "未登记新增项目、环节变化、手续办结、项目办结或退出。目前逾期事项3项，较上周减少2项。",
            id="an older ledger taken over",
        ),
        pytest.param(
            WeekFigures(overdue_items=Figure(3, 3)),
            "本周未登记新增项目、环节变化、手续办结、项目办结或退出。目前逾期事项3项，与上周持平。",
            id="as last week",
        ),
        pytest.param(
            WeekFigures(visits=Figure(3, 1)),
            "本周走访项目3次（上周1次）；未登记新增项目、环节变化、手续办结、项目办结或退出。"
            "目前无逾期事项。",
            id="visits",
        ),
    ],
)
def test_the_week_is_summed_up(week: WeekFigures, words: str) -> None:
    data = an_issue(totals=Totals(1, lights={GREEN: 1}), week=week)
    assert said(overview(data))[1] == words


def test_nothing_is_said_of_overdue_things_where_nothing_is_timed() -> None:
    data = an_issue(totals=Totals(11, lights={GREY: 11}))
    assert "逾期" not in said(overview(data))[1]


def test_a_report_printed_after_its_week_says_of_which_day_its_figures_are() -> None:
    data = an_issue(monday=date(2023, 1, 30), sunday=date(2023, 2, 5))
    assert said(overview(data))[0] == (
        "本期在2月24日印制，晚于所报的一周。进展、新增、环节变化和手续办结按事项本身的日期统计；"
        "项目数、亮灯、在办手续、问题和逾期事项为2月24日的情况。"
    )
    assert said(weekly_words.next_week(data)) == ["下周（2月6日—2月12日）已过，不再列出。"]


def test_a_report_printed_in_the_week_after_tells_only_what_is_still_to_come() -> None:
    data = an_issue(monday=date(2023, 2, 13), sunday=date(2023, 2, 19))
    assert said(weekly_words.next_week(data)) == ["下周（2月20日—2月26日）已开始，其余几天没有到期事项。"]
    item = DueItem("甲项目", "备案", "发改局", date(2023, 2, 25))
    data = an_issue(monday=date(2023, 2, 13), sunday=date(2023, 2, 19), due_items=(item,))
    assert said(weekly_words.next_week(data)) == [
        "下周（2月20日—2月26日）已开始，以下为截至2月24日尚未到期的事项。",
        "2月25日（星期六）前，办结甲项目备案（发改局）。",
    ]


@pytest.mark.parametrize(
    ("events", "words"),
    [
        pytest.param([ProjectAdded(MONDAY)], "2月20日纳入机制台账。", id="added"),
        pytest.param([ProjectAdded()], "本周纳入机制台账。", id="added on an unknown day"),
        pytest.param([StageMoved(None, Stage.REVIEW, MONDAY)], "2月20日进入论证阶段。", id="first stage"),
        pytest.param(
            [StageMoved(Stage.REVIEW, Stage.FORMATION, MONDAY)],
            "2月20日由论证阶段转入生成阶段。",
            id="forward",
        ),
        pytest.param(
            [StageMoved(Stage.FORMATION, Stage.REVIEW, MONDAY)],
            "2月20日由生成阶段退回论证阶段。",
            id="back",
        ),
        pytest.param(
            [StatusChanged(ProjectStatus.DEFERRED, MONDAY, "用地未落实。")],
            "2月20日项目转为暂缓，原因为用地未落实。",
            id="status with its reason",
        ),
        pytest.param(
            [ItemDecided("备案", MONDAY, date(2023, 2, 21), "备〔2023〕1号")],
            "2月20日办结备案（备〔2023〕1号，较到期日提前1个自然日）。",
            id="decided early",
        ),
        pytest.param(
            [ItemDecided("备案", MONDAY, date(2023, 2, 18)), ItemDecided("核提(甲类)", MONDAY, MONDAY)],
            "2月20日办结备案（较到期日推迟2个自然日）、核提（甲类）（于到期日当天）。",
            id="two on one day",
        ),
        pytest.param(
            [ItemAccepted("环评", MONDAY, date(2023, 3, 6)), ItemAccepted("能评", date(2023, 2, 21))],
            "2月20日受理环评（3月6日到期）；2月21日受理能评。",
            id="accepted",
        ),
        pytest.param(
            [MilestoneReached(Milestone.AGREEMENT, MONDAY), MilestoneReached(Milestone.START, MONDAY)],
            "2月20日完成签约；2月20日实现开工。",
            id="milestones",
        ),
        pytest.param(
            [MilestoneReached(Milestone.REVIEW_PASSED, MONDAY), ProgressNoted("已签约，")],
            "2月20日论证通过。已签约。",
            id="facts before what people wrote",
        ),
        pytest.param(
            [SiteVisited(MONDAY, "主体施工", 45, "浇筑二层。塔吊待检。"), SiteVisited(MONDAY)],
            "2月20日走访，主体施工，形象进度约45%，浇筑二层；2月20日走访。",
            id="visits in their first sentence",
        ),
    ],
)
def test_a_week_of_a_project(events: list[Event], words: str) -> None:
    line = ProjectProgress("甲项目", GREEN, tuple(events))
    assert said(weekly_words.progress(an_issue(progress=(line,)))) == [f"甲项目：{words}"]


def test_the_next_step_names_a_stage_as_a_stage() -> None:
    step = NextStep("生成", date(2023, 3, 24), ClockKind.STAGE)
    line = ProjectProgress("甲项目", GREEN, (ProgressNoted("已签约"),), next_step=step)
    (words,) = said(weekly_words.progress(an_issue(progress=(line,))))
    assert words == "甲项目：已签约。下一节点为生成环节，3月24日到期。"


def test_a_next_step_in_a_year_without_its_notice_is_an_estimate() -> None:
    step = NextStep("环评", date(2023, 3, 24), provisional=True)
    line = ProjectProgress("甲项目", GREEN, (ProgressNoted("已签约"),), next_step=step)
    (words,) = said(weekly_words.progress(an_issue(progress=(line,))))
    assert words.endswith("3月24日到期（预估）。")


def test_many_projects_are_told_the_worst_first_under_their_lights() -> None:
    lights = (GREEN, RED, GREY, GREEN, YELLOW, GREEN, RED)
    lines = tuple(
        ProjectProgress(f"项目{n}", light, (ProgressNoted("推进"),)) for n, light in enumerate(lights)
    )
    assert said(weekly_words.progress(an_issue(progress=lines)))[:4] == [
        "（一）红灯项目（2个）",
        "1. 项目1：推进。",
        "2. 项目6：推进。",
        "（二）黄灯项目（1个）",
    ]


def test_too_many_projects_are_cut_and_sent_to_the_annex() -> None:
    lines = tuple(ProjectProgress(f"项目{n}", GREEN, (ProgressNoted("推进"),)) for n in range(40))
    words = said(weekly_words.progress(an_issue(progress=lines), "附件2"))
    assert words[0] == "本周有进展的项目40个，紧要的15个如下，全部见附件2。"
    assert len(words) == 16


def test_progress_without_a_date_is_not_told_as_the_week_s() -> None:
    data = an_issue(undated=(UndatedNote("甲项目", "已投产运营"),))
    assert said(weekly_words.progress(data)) == [
        "本周未登记项目进展。本周导入的台账所载进展如下，原台账未注明日期，不作为本周进展：",
        "甲项目：已投产运营。",
    ]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        pytest.param([], "台账中目前没有登记在办的手续事项。", id="none"),
        pytest.param([a_permit()], "目前在办手续1项，为正常。", id="one"),
        pytest.param([a_permit(), a_permit()], "目前在办手续2项，均为正常。", id="all alike"),
        pytest.param(
            [
                a_permit(light=GREY, stopped=True, left=None),
                a_permit(kind=LimitKind.MIN),
                a_permit(light=RED, left=-1, beyond_statutory=True),
                a_permit(),
            ],
            "目前在办手续4项，其中逾期1项，正常1项，挂起1项，最短期限1项。超出法定时限1项。",
            id="the worst first, what is stopped last",
        ),
    ],
)
def test_permits_are_summed_up(lines: list[PermitLine], words: str) -> None:
    assert weekly_words.permits(an_issue(permits=tuple(lines))) == words


def a_problem(number: int = 1, **values: object) -> ProblemLine:
    return ProblemLine(number, "甲项目", "便道未通。", date(2023, 2, 10), **values)  # type: ignore[arg-type]


def an_overdue_clock(number: int = 1, **values: object) -> OverdueClock:
    usual: dict[str, object] = {
        "project": f"项目{number:02d}",
        "kind": ClockKind.PERMIT,
        "what": "备案(核准)",
        "department": "发改局",
        "due": date(2023, 2, 22),
        "late": 2,
        "unit": Unit.WORKING_DAY,
    }
    return OverdueClock(**(usual | values))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (a_problem(), "甲项目：便道未通（2月10日提出）。"),
        (
            a_problem(responsible_unit="街道办", due=date(2023, 2, 20), suggestion="现场会商"),
            "甲项目：便道未通（2月10日提出）。责任单位：街道办，办结时限：2月20日（已逾期）。建议：现场会商。",
        ),
        (
            a_problem(responsible_unit="街道办", due=FRIDAY),
            "甲项目：便道未通（2月10日提出）。责任单位：街道办，办结时限：2月24日。",
        ),
    ],
)
def test_a_problem_is_told_with_who_and_by_when(problem: ProblemLine, words: str) -> None:
    assert said(weekly_words.problems(an_issue(problems=(problem,)))) == [words]


def test_written_off_problems_are_only_counted() -> None:
    closed = a_problem(state=ProblemState.CLOSED, closed_on=FRIDAY)
    assert said(weekly_words.problems(an_issue(problems=(closed,)))) == [
        "目前没有登记待协调解决的问题，也没有逾期事项。",
        "本周销号问题1个。",
    ]


def test_problems_stand_before_overdue_clocks_under_headings_of_their_own() -> None:
    data = an_issue(problems=(a_problem(),), overdue=(an_overdue_clock(beyond_statutory=True),))
    assert said(weekly_words.problems(data)) == [
        "（一）需协调解决的问题（1个）",
        "甲项目：便道未通（2月10日提出）。",
        "（二）逾期事项（1项）",
        "项目01：备案（核准）逾期2个工作日，超出法定时限（2月22日到期）。责任单位：发改局。",
    ]


def test_many_overdue_clocks_are_counted_by_department_and_the_oldest_told() -> None:
    clocks = tuple(
        an_overdue_clock(n, due=FRIDAY - timedelta(days=n), department="发改局" if n % 2 else "")
        for n in range(1, 10)
    )
    words = said(weekly_words.problems(an_issue(overdue=clocks), "", "附件3"))
    assert words[0] == (
        "逾期事项共9项，按责任单位分：发改局5项；责任单位未明确4项。到期最早的6项如下，全部见附件3。"
    )
    assert words[1].startswith("1. 项目09：备案（核准）逾期2个工作日")
    assert len(words) == 7


def test_many_problems_are_cut_and_sent_to_the_annex() -> None:
    lines = tuple(a_problem(n, due=date(2023, 2, 28)) for n in range(1, 30))
    words = said(weekly_words.problems(an_issue(problems=lines), "附件2"))
    assert words[0] == "待协调解决的问题29个，办结时限最早的10个如下，全部见附件2。"
    assert len(words) == 11


def test_next_week_is_told_day_by_day() -> None:
    data = an_issue(
        due_items=(
            DueItem("丙项目", "论证", "", date(2023, 3, 2), kind=ClockKind.STAGE),
            DueItem("甲项目", "备案", "发改局", date(2023, 2, 27)),
            DueItem("乙项目", "环评", "环保局", date(2023, 2, 27), provisional=True),
        ),
        planned=(
            PlannedMilestone("丁项目", Milestone.PLANNED_START, date(2023, 3, 1)),
            PlannedMilestone("戊项目", Milestone.PRODUCTION, "2023年3月"),
        ),
    )
    assert said(weekly_words.next_week(data)) == [
        "1. 2月27日（星期一）前，办结2项：甲项目备案（发改局）；乙项目环评（环保局，到期日为预估）。",
        "2. 3月1日（星期三），丁项目计划开工。",
        "3. 3月2日（星期四）前，完成丙项目论证环节。",
        "4. 2023年3月，戊项目计划投产。",
    ]


def test_a_crowded_next_week_names_some_of_each_day() -> None:
    items = tuple(DueItem(f"项目{n}", "备案", "发改局", date(2023, 2, 27)) for n in range(25))
    assert said(weekly_words.next_week(an_issue(due_items=items), "附件4")) == [
        "下周到期事项25项，按日列出部分事项，全部见附件4。",
        "2月27日（星期一）前，办结25项，包括项目0备案；项目1备案；项目2备案等。",
    ]


def test_an_empty_next_week_claims_no_more_than_the_records() -> None:
    assert said(weekly_words.next_week(an_issue())) == ["台账中下周没有到期事项和计划节点。"]


@pytest.mark.parametrize(
    ("issue", "year", "words"),
    [(8, 2023, "〔2023〕第8期"), (8, None, "第8期"), (None, 2023, "〔2023〕"), (None, None, "")],
)
def test_an_issue_has_the_number_that_is_known(issue: int | None, year: int | None, words: str) -> None:
    assert weekly_words.issue_words(an_issue(issue=issue, issue_year=year)) == words
