"""Why projects show a red or a yellow light."""

from __future__ import annotations

from collections.abc import Sequence

from fangzi_desktop.domain.clocks import open_clocks
from fangzi_desktop.domain.lights import dimension_readings
from fangzi_desktop.domain.terms import Light
from fangzi_desktop.reports.monthly_input import LampLine
from fangzi_desktop.services.register import RegisterLine
from fangzi_desktop.storage.facts import project_facts
from fangzi_desktop.storage.work import View

_PRESSING = (Light.RED, Light.YELLOW)


def lamp_lines(view: View, lines: Sequence[RegisterLine]) -> tuple[LampLine, ...]:
    """Return the projects with a red light, then those with a yellow one, with what turned it."""
    told = [line for line in lines if line.light in _PRESSING]
    reasons = _reasons(view, {line.id: line.light for line in told})
    told.sort(key=lambda line: (_PRESSING.index(line.light), line.sort_key))
    return tuple(
        LampLine(
            line.id,
            line.name,
            line.light,
            line.responsible_unit,
            line.service_officer,
            reasons.get(line.id, ()),
        )
        for line in told
    )


def _reasons(view: View, lights: dict[str, Light]) -> dict[str, tuple[str, ...]]:
    found = {}
    for facts in project_facts(view.session, lights, duties=True):
        rules = view.rules.rules_for(facts.items, view.today)
        clocks = open_clocks(facts, view.rules, rules, view.calendar)
        readings = dimension_readings(
            facts.building, clocks, view.rules.stages, view.today, is_stopped=facts.is_stopped
        )
        found[facts.id] = tuple(
            f"{one.dimension.zh}：{one.reason}" for one in readings if one.light is lights[facts.id]
        )
    return found
