"""A project on each route, from 备案 to 具备开工条件, as a desk keeps it day by day.

Every due day stands in the tables below as counted by hand on the official calendars. Days off in 2022: 3 to
5 April (清明), 30 April to 4 May (劳动节), 3 to 5 June (端午); in 2023: 21 to 27 January (春节). Weekend days
worked: 2 and 24 April and 7 May 2022, 28 and 29 January 2023. §8.6 marks the mechanism's worked examples.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from fangzi_desktop.domain.deadlines import Extension
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.terms import (
    Applicability,
    ClockKind,
    Light,
    PartKind,
    PermitState,
    Route,
    Stage,
    SuspensionReason,
    Unit,
)
from fangzi_desktop.services.deadlines import deadlines
from fangzi_desktop.services.parts import add_part, divide_items, fail_listing
from fangzi_desktop.services.permit_notices import extend_item, require_correction
from fangzi_desktop.services.permits import (
    Checklist,
    ChecklistLine,
    accept_item,
    apply_item,
    checklist,
    choose_variant,
    decide_item,
    refuse_item,
    reopen_item,
    resume_item,
    settle_items,
    start_checklist,
    suspend_item,
)
from fangzi_desktop.services.upkeep import check
from fangzi_desktop.services.workspace import Workspace
from tests.builders import a_project
from tests.conftest import OpenWorkspace

GREEN, YELLOW, RED, GREY = Light.GREEN, Light.YELLOW, Light.RED, Light.GREY
READY = "START_READY"
# What is divided by 宗地 in the first journey.
LAND = (
    "LAND_ANNOUNCE",
    "LAND_LISTING",
    "LAND_DEAL",
    "LAND_CONTRACT",
    "LAND_PAY",
    "LAND_USE_PLAN",
    "LAND_TITLE",
)


class Diary:
    """One project's checklist; the program is started anew on each day and reads what was kept."""

    def __init__(self, open_folder: OpenWorkspace) -> None:
        self._open_folder = open_folder
        self._workspace: Workspace | None = None
        self.project = ""
        self.parts: dict[str, str] = {}

    @property
    def workspace(self) -> Workspace:
        assert self._workspace is not None
        return self._workspace

    @property
    def today(self) -> date:
        return self.workspace.today

    def turn_to(self, day: str) -> None:
        if self._workspace is not None:
            self._workspace.close()
        self._workspace = self._open_folder(date.fromisoformat(day))

    def read(self) -> Checklist:
        return self.workspace.read(checklist, self.project)

    def line(self, name: str) -> ChecklistLine:
        """The newest item of a code, or of a code and a part as in ``LAND_DEAL A``."""
        code, _, part = name.partition(" ")
        found = [one for one in self.read().lines if one.code == code and not one.superseded]
        found = [one for one in found if not part or one.part_name == f"{part}宗地"]
        assert len(found) == 1, name
        return found[0]

    def id(self, name: str) -> str:
        return self.line(name).id


Step = Callable[[Diary], None]
Day = tuple[str, list[Step]]


def run(diary: Diary, days: list[Day]) -> None:
    for day, steps in days:
        diary.turn_to(day)
        for step in steps:
            step(diary)
        # What the lists say of an open clock is what the checklist says.
        faces = [one.face for one in diary.workspace.read(deadlines)]
        items = {one.owner_id: one for one in faces if one.kind in (ClockKind.PERMIT, ClockKind.OVERALL)}
        for line in diary.read().lines:
            if line.id in items:
                face = items[line.id]
                assert (face.due, face.light) == (line.due, line.light), (line.code, day)
        assert diary.workspace.read(check) == (), day


def begun(route: Route, *needed: str) -> Step:
    """List the items of a route; of the conditional ones only those named are needed."""

    def step(diary: Diary) -> None:
        diary.project = diary.workspace.do(a_project, "碳化硅结构件项目", Stage.PERMITS).value
        diary.workspace.do(start_checklist, diary.project, route)
        lines = diary.read().lines
        undecided = [one for one in lines if one.applicability is Applicability.UNDECIDED]
        out = [one.id for one in undecided if one.code not in needed]
        diary.workspace.do(settle_items, out, Applicability.NOT_APPLICABLE)

    return step


def accepted(name: str, due: str, law: str = "") -> Step:
    """Record today's acceptance; the clock then ends on `due`, by law on `law`."""

    def step(diary: Diary) -> None:
        diary.workspace.do(accept_item, diary.id(name), diary.today)
        ends(name, due, law)(diary)

    return step


def ends(name: str, due: str, law: str = "") -> Step:
    def step(diary: Diary) -> None:
        line = diary.line(name)
        assert (str(line.due), name) == (due, name), diary.today
        if law:
            assert line.reading is not None
            assert str(line.reading.statutory_due) == law, (name, diary.today)

    return step


def decided(*names: str, leaving: tuple[str, ...] = ()) -> Step:
    """Record today's decisions; `leaving` are the prerequisites the last one is told are open."""

    def step(diary: Diary) -> None:
        for name in names:
            told = diary.workspace.do(
                decide_item, diary.id(name), diary.today, f"{name}〔{diary.today.year}〕1号"
            )
            assert diary.line(name).state is PermitState.DECIDED
        assert told.value == leaving, (names, diary.today)

    return step


def too_early(name: str, earliest: str) -> Step:
    """A legal minimum is not cut short: deciding today is refused and told from when on it is lawful."""

    def step(diary: Diary) -> None:
        with pytest.raises(UserError, match=r"clock\.minimum_not_reached") as refused:
            diary.workspace.do(decide_item, diary.id(name), diary.today)
        assert str(refused.value.params["earliest"]) == earliest
        assert refused.value.params["reason"]

    return step


def reads(name: str, light: Light, left: int | None = None) -> Step:
    """The item's light today, and how much is left in its unit."""

    def step(diary: Diary) -> None:
        line = diary.line(name)
        assert (line.light, name) == (light, name), diary.today
        if left is not None:
            assert line.reading is not None
            assert line.reading.left == left, (name, diary.today)

    return step


def received(name: str, notice_due: str) -> Step:
    """Record today's receipt (收件); until `notice_due` the department may say what is missing."""

    def step(diary: Diary) -> None:
        diary.workspace.do(apply_item, diary.id(name), diary.today)
        assert str(diary.line(name).notice_due) == notice_due
        assert diary.line(name).due is None

    return step


def told_to_correct(name: str, reason: str) -> Step:
    def step(diary: Diary) -> None:
        diary.workspace.do(require_correction, diary.id(name), diary.today, reason, "补正〔2022〕1号")
        assert diary.line(name).state is PermitState.CORRECTING
        assert diary.line(name).reading is None

    return step


def stopped(name: str) -> Step:
    def step(diary: Diary) -> None:
        diary.workspace.do(
            suspend_item, diary.id(name), diary.today, SuspensionReason.EXPERT_REVIEW, "评审〔2022〕2号"
        )
        assert diary.line(name).due is None
        assert diary.line(name).light is GREY

    return step


def resumed(name: str, last: str, due: str, law: str = "") -> Step:
    def step(diary: Diary) -> None:
        diary.workspace.do(resume_item, diary.id(name), date.fromisoformat(last))
        ends(name, due, law)(diary)

    return step


def extended(name: str, workdays: int, due: str, law: str, *, by_law: bool = False) -> Step:
    def step(diary: Diary) -> None:
        granted = Extension(
            diary.today, workdays, Unit.WORKING_DAY, "分管负责人", "方案须重新论证", "延期〔2022〕1号", by_law
        )
        diary.workspace.do(extend_item, diary.id(name), granted)
        ends(name, due, law)(diary)

    return step


def not_extended_further(name: str) -> Step:
    def step(diary: Diary) -> None:
        more = Extension(diary.today, 1, Unit.WORKING_DAY, "分管负责人", "再延", statutory=True)
        with pytest.raises(UserError, match=r"permit\.extension_too_long"):
            diary.workspace.do(extend_item, diary.id(name), more)

    return step


def in_form(name: str, variant: str) -> Step:
    def step(diary: Diary) -> None:
        diary.workspace.do(choose_variant, diary.id(name), variant)

    return step


def divided(*names: str) -> Step:
    """Give what concerns the land an item for each of two plots."""

    def step(diary: Diary) -> None:
        parts = [diary.workspace.do(add_part, diary.project, PartKind.PLOT, name).value for name in names]
        items = [diary.id(code) for code in LAND]
        assert diary.workspace.do(divide_items, items, parts).value == len(LAND)

    return step


def failed(name: str, *begun_anew: str) -> Step:
    """A listing finds no bidder (流拍): announcement and listing of its plot begin a second round."""

    def step(diary: Diary) -> None:
        old = diary.line(name)
        new = diary.workspace.do(fail_listing, old.id, diary.today, "无人报价").value
        lines = {one.id: one for one in diary.read().lines}
        assert {f"{lines[one].code} {lines[one].part_name[0]}" for one in new} == set(begun_anew)
        assert all(lines[one].title.endswith("宗地·第2轮）") for one in new)
        assert lines[old.id].superseded
        assert lines[old.id].state is PermitState.LISTING_FAILED

    return step


def refused(name: str) -> Step:
    def step(diary: Diary) -> None:
        diary.workspace.do(refuse_item, diary.id(name), diary.today, "选址不符")
        assert diary.line(name).state is PermitState.REFUSED

    return step


def prepared_anew(name: str) -> Step:
    def step(diary: Diary) -> None:
        diary.workspace.do(reopen_item, diary.id(name))
        assert diary.line(name).state is PermitState.PREPARING
        assert diary.line(name).accepted_on is None

    return step


def group_ends(code: str, due: str, done: int, total: int) -> Step:
    def step(diary: Diary) -> None:
        group = next(one for one in diary.read().groups if one.code == code)
        assert (str(group.due), group.done, group.total) == (due, done, total), diary.today

    return step


def certified(done: int, total: int = 4) -> Step:
    def step(diary: Diary) -> None:
        read = diary.read()
        assert (read.certificates_done, read.certificates_total) == (done, total), diary.today

    return step


def waits_for(name: str, *codes: str) -> Step:
    def step(diary: Diary) -> None:
        lines = {one.id: one for one in diary.read().lines}
        waiting = [lines[one] for one in diary.line(name).waiting_for]
        assert sorted(f"{one.code} {one.part_name[:1]}".strip() for one in waiting) == sorted(codes), (
            diary.today
        )

    return step


def ready_on(day: str) -> Step:
    def step(diary: Diary) -> None:
        milestone = diary.line(READY)
        assert (milestone.state, str(milestone.decided_on)) == (PermitState.DECIDED, day)
        assert milestone.light is GREEN
        read = diary.read()
        assert read.forecast is not None
        assert str(read.forecast.ready_on) == day
        assert read.forecast.critical == ()

    return step


def not_ready(diary: Diary) -> None:
    assert diary.line(READY).state is not PermitState.DECIDED


def undone(diary: Diary) -> None:
    diary.workspace.undo()


def redone(diary: Diary) -> None:
    diary.workspace.redo()


NEW_LAND: list[Day] = [
    ("2022-03-15", [begun(Route.NEW_LAND, "SOIL_WATER"), accepted("FILING", "2022-03-16")]),
    (
        "2022-03-16",
        [
            reads("FILING", YELLOW, left=0),
            decided("FILING"),
            # 立项 + 3 months for the land plan; the group has 7 working days, its longest single limit.
            ends("LAND_PLAN", "2022-06-16"),
            in_form("EIA", "form"),
            in_form("SOIL_WATER", "book"),
            group_ends("AFTER_FILING", "2022-03-25", 0, 3),
        ],
    ),
    # Received on a Thursday: five working days to say what is missing, and again after the answer.
    ("2022-03-17", [received("EIA", "2022-03-24"), accepted("PLAN_COND", "2022-03-24")]),
    ("2022-03-21", [told_to_correct("EIA", "缺总量指标确认文件")]),
    ("2022-03-22", [decided("PLAN_COND")]),
    ("2022-03-25", [received("EIA", "2022-04-01")]),
    # 7 working days over 清明 with the Saturday before it worked; by law 30 calendar days.
    ("2022-03-28", [accepted("EIA", "2022-04-07", law="2022-04-27")]),
    ("2022-03-31", [reads("EIA", GREEN, left=4)]),
    ("2022-04-01", [reads("EIA", YELLOW, left=3), stopped("EIA")]),
    ("2022-04-06", [reads("EIA", GREY), accepted("SOIL_WATER", "2022-04-13", law="2022-04-20")]),
    # 1 to 6 April are not counted; the law's end moves into 劳动节 and on to the first working day after.
    (
        "2022-04-07",
        [resumed("EIA", "2022-04-06", "2022-04-12", law="2022-05-05"), reads("EIA", YELLOW, left=3)],
    ),
    (
        "2022-04-12",
        [
            reads("EIA", YELLOW, left=0),
            reads("SOIL_WATER", YELLOW, left=1),
            # The law allows ten more; the Sunday of 24 April is worked.
            extended("SOIL_WATER", 10, "2022-04-26", law="2022-05-06", by_law=True),
            not_extended_further("SOIL_WATER"),
        ],
    ),
    ("2022-04-13", [reads("EIA", RED, left=-1), reads("SOIL_WATER", GREEN, left=10), decided("EIA")]),
    ("2022-04-26", [reads("SOIL_WATER", YELLOW, left=0), decided("SOIL_WATER")]),
    # 64 of 92 days are 69.6 %, the 65th is beyond 70 %.
    ("2022-05-19", [reads("LAND_PLAN", GREEN), not_ready]),
    ("2022-05-20", [reads("LAND_PLAN", YELLOW), decided("LAND_PLAN"), divided("A宗地", "B宗地")]),
    # §8.6: 2022-05-23 + 37 working days. A floor may end on a Sunday.
    (
        "2022-05-23",
        [
            accepted("LAND_ANNOUNCE A", "2022-06-12"),
            ends(READY, "2022-07-14"),
            group_ends("FOUR_CERTIFICATES", "2022-07-14", 0, 6),
        ],
    ),
    # With the second plot announced the limit for all counts from the newer announcement.
    ("2022-05-24", [accepted("LAND_ANNOUNCE B", "2022-06-13"), ends(READY, "2022-07-15")]),
    # 端午 on Friday, 3 June. The public notice of 7 working days is a floor by law.
    ("2022-06-01", [accepted("DESIGN_REVIEW", "2022-06-16", law="2022-06-13")]),
    ("2022-06-10", [too_early("DESIGN_REVIEW", "2022-06-13"), too_early("LAND_ANNOUNCE A", "2022-06-12")]),
    ("2022-06-12", [decided("LAND_ANNOUNCE A")]),
    (
        "2022-06-13",
        [
            decided("LAND_ANNOUNCE B", "DESIGN_REVIEW"),
            accepted("LAND_LISTING A", "2022-06-23"),
            accepted("LAND_LISTING B", "2022-06-23"),
        ],
    ),
    ("2022-06-17", [accepted("DRAWING_REVIEW", "2022-06-28", law="2022-07-08")]),
    ("2022-06-22", [too_early("LAND_LISTING A", "2022-06-23")]),
    (
        "2022-06-23",
        [
            decided("LAND_LISTING A"),
            failed("LAND_LISTING B", "LAND_ANNOUNCE B", "LAND_LISTING B"),
            # Only plot A's announcement is left to count from.
            ends(READY, "2022-07-14"),
            accepted("LAND_DEAL A", "2022-06-24", law="2022-07-07"),
            decided("LAND_DEAL A"),
            waits_for("LAND_DEAL B", "LAND_LISTING B"),
        ],
    ),
    (
        "2022-06-24",
        [
            accepted("LAND_CONTRACT A", "2022-06-27", law="2022-07-08"),
            decided("LAND_CONTRACT A", "DRAWING_REVIEW", "BIDDING"),
            # 30 calendar days end on Sunday, 24 July.
            accepted("LAND_PAY A", "2022-07-25"),
        ],
    ),
    ("2022-06-27", [decided("LAND_PAY A"), accepted("QS_SUPERVISE", "2022-06-28"), decided("QS_SUPERVISE")]),
    # 25 of 37 working days are 67.6 %, 26 (§8.6: from 05-23 to 06-29) are 70.3 %.
    (
        "2022-06-28",
        [
            reads(READY, GREEN, left=12),
            accepted("LAND_USE_PLAN A", "2022-06-29", law="2022-07-26"),
            decided("LAND_USE_PLAN A"),
            certified(0),
        ],
    ),
    (
        "2022-06-29",
        [
            reads(READY, YELLOW, left=11),
            accepted("LAND_TITLE A", "2022-06-30", law="2022-08-10"),
            decided("LAND_TITLE A"),
            certified(0),
            waits_for("CONSTR_PLAN", "LAND_TITLE B"),
        ],
    ),
    # The second round of plot B begins anew, and with it the 37 working days.
    (
        "2022-07-01",
        [
            accepted("LAND_ANNOUNCE B", "2022-07-21"),
            ends(READY, "2022-08-23"),
            reads(READY, GREEN, left=37),
        ],
    ),
    ("2022-07-20", [too_early("LAND_ANNOUNCE B", "2022-07-21")]),
    ("2022-07-21", [decided("LAND_ANNOUNCE B"), accepted("LAND_LISTING B", "2022-07-31")]),
    ("2022-07-30", [too_early("LAND_LISTING B", "2022-07-31")]),
    (
        "2022-08-01",
        [
            decided("LAND_LISTING B"),
            accepted("LAND_DEAL B", "2022-08-02"),
            decided("LAND_DEAL B"),
            accepted("LAND_CONTRACT B", "2022-08-02"),
        ],
    ),
    ("2022-08-02", [decided("LAND_CONTRACT B"), accepted("LAND_PAY B", "2022-09-01")]),
    (
        "2022-08-03",
        [
            decided("LAND_PAY B"),
            accepted("LAND_USE_PLAN B", "2022-08-04"),
            decided("LAND_USE_PLAN B"),
            certified(1),
        ],
    ),
    ("2022-08-04", [accepted("LAND_TITLE B", "2022-08-05")]),
    # 5 August is the 25th working day since 1 July, 8 August the 26th.
    (
        "2022-08-05",
        [
            reads(READY, GREEN, left=12),
            decided("LAND_TITLE B"),
            certified(2),
            accepted("CONSTR_PLAN", "2022-08-10", law="2022-09-02"),
        ],
    ),
    ("2022-08-08", [reads(READY, YELLOW, left=11), waits_for("CONSTR_PERMIT", "CONSTR_PLAN")]),
    (
        "2022-08-09",
        [decided("CONSTR_PLAN"), accepted("CONSTR_PERMIT", "2022-08-10", law="2022-08-18"), not_ready],
    ),
    (
        "2022-08-10",
        [
            waits_for(READY, "CONSTR_PERMIT"),
            decided("CONSTR_PERMIT"),
            certified(4),
            ready_on("2022-08-10"),
            ends(READY, "2022-08-23"),
            group_ends("FOUR_CERTIFICATES", "2022-08-23", 6, 6),
        ],
    ),
]

EXISTING_LAND: list[Day] = [
    ("2022-11-29", [begun(Route.EXISTING_LAND, "ENERGY"), accepted("FILING", "2022-11-30")]),
    # §8.6: 2022-11-30 + 3 months ends with February.
    ("2022-11-30", [decided("FILING"), ends(READY, "2023-02-28"), reads(READY, GREEN)]),
    (
        "2022-12-01",
        [
            accepted("EXIST_LAND_CHECK", "2022-12-06"),
            accepted("PLAN_COND", "2022-12-08"),
            in_form("EIA", "book"),
            # By law 60 calendar days: 30 January, a Monday.
            accepted("EIA", "2022-12-22", law="2023-01-30"),
        ],
    ),
    ("2022-12-05", [decided("EXIST_LAND_CHECK")]),
    ("2022-12-07", [reads("PLAN_COND", YELLOW, left=1), decided("PLAN_COND")]),
    ("2022-12-20", [reads("EIA", YELLOW, left=2), refused("EIA"), waits_for("POLLUTION", "EIA")]),
    ("2022-12-26", [prepared_anew("EIA")]),
    # 15 working days end on the worked Sunday after 春节.
    ("2023-01-03", [accepted("EIA", "2023-01-29", law="2023-03-06")]),
    (
        "2023-01-16",
        [
            # §8.6 without suspension: +10 working days = 02-02; +7, the floor of the notice, = 01-30.
            accepted("DESIGN_REVIEW", "2023-02-02", law="2023-01-30"),
            accepted("ENERGY", "2023-02-02", law="2023-02-16"),
        ],
    ),
    ("2023-01-20", [extended("ENERGY", 5, "2023-02-09", law="2023-02-16")]),
    ("2023-01-28", [reads("EIA", YELLOW, left=1)]),
    ("2023-01-29", [reads("EIA", YELLOW, left=0), decided("EIA")]),
    # 63 of 90 days are exactly 70 %.
    ("2023-02-01", [reads(READY, GREEN), stopped("DESIGN_REVIEW")]),
    ("2023-02-02", [reads(READY, YELLOW), reads("DESIGN_REVIEW", GREY), reads("ENERGY", GREEN, left=5)]),
    # §8.6 with 2023-02-01 to 02-07 not counted.
    ("2023-02-08", [resumed("DESIGN_REVIEW", "2023-02-07", "2023-02-09", law="2023-01-30")]),
    (
        "2023-02-09",
        [decided("DESIGN_REVIEW"), accepted("DRAWING_REVIEW", "2023-02-20"), reads("ENERGY", YELLOW)],
    ),
    ("2023-02-10", [reads("ENERGY", RED, left=-1), decided("ENERGY")]),
    ("2023-02-17", [decided("DRAWING_REVIEW"), accepted("CONSTR_PLAN", "2023-02-22")]),
    ("2023-02-20", [decided("BIDDING"), accepted("QS_SUPERVISE", "2023-02-21")]),
    (
        "2023-02-21",
        [
            decided("CONSTR_PLAN"),
            certified(1, 2),
            # Decided with another item open, as offices do: it is told, and closes on the same day.
            accepted("CONSTR_PERMIT", "2023-02-22", law="2023-03-02"),
            decided("CONSTR_PERMIT", leaving=("QS_SUPERVISE",)),
            certified(2, 2),
            not_ready,
        ],
    ),
    (
        "2023-02-23",
        [
            reads("QS_SUPERVISE", RED, left=-2),
            decided("QS_SUPERVISE"),
            ready_on("2023-02-23"),
            # The last decision taken back takes the readiness with it.
            undone,
            waits_for(READY, "QS_SUPERVISE"),
            not_ready,
            redone,
            ready_on("2023-02-23"),
        ],
    ),
]


@pytest.mark.parametrize(
    "days", [pytest.param(NEW_LAND, id="涉及新增用地"), pytest.param(EXISTING_LAND, id="不涉及新增用地")]
)
def test_a_project_is_led_from_its_filing_to_the_day_it_may_start(
    open_folder: OpenWorkspace, days: list[Day]
) -> None:
    run(Diary(open_folder), days)
