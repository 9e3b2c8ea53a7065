"""Any clocks of 今日 for property tests, without a database."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from fangzi_desktop.domain.terms import ClockKind, Light, Stage
from fangzi_desktop.services.reminders import Reminder

# What was listed, and what is listed after an act.
Clocks = tuple[list[Reminder], list[Reminder]]

_DAYS = [date(2026, 3, 2) + timedelta(days=days) for days in range(4)]
_LIGHTS = [Light.RED, Light.YELLOW, Light.GREEN]


@st.composite
def _a_clock(draw: st.DrawFn, key: int) -> Reminder:
    project, light = draw(st.integers(0, 3)), draw(st.sampled_from(_LIGHTS))
    late = light is Light.RED
    return Reminder(
        f"problem:{key}",
        f"project-{project}",
        f"项目{project}",
        draw(st.sampled_from(["专员甲", "专员乙", ""])),
        Stage.REVIEW,
        "",
        ClockKind.PROBLEM,
        department=draw(st.sampled_from(["供电公司", "市水务局，报区政府", ""])),
        due=draw(st.sampled_from(_DAYS)),
        light=light,
        is_due_soon=not late and draw(st.booleans()),
        is_overlong=late and draw(st.booleans()),
        is_told=late and draw(st.booleans()),
        fell_due=late and draw(st.booleans()),
    )


@st.composite
def before_and_after(draw: st.DrawFn) -> Clocks:
    """Draw clocks of which some stay, some go, some read otherwise and some are new."""
    before, after = [], []
    for key in range(draw(st.integers(0, 14))):
        was, now = draw(_a_clock(key)), draw(_a_clock(key))
        before.append(was)
        fate = draw(st.sampled_from(["stays", "stays", "goes", "changes", "comes"]))
        if fate == "comes":
            before.pop()
        if fate != "goes":
            after.append(was if fate == "stays" else now)
    return before, after
