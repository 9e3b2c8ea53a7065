"""Building a project: its nodes, what can be seen of it on the site, and the lights it is judged by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fangzi_desktop.domain.clocks import fixed_deadline, open_clocks
from fangzi_desktop.domain.construction import SHARED, building_of, check_nodes, deviation
from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.deadlines import light_on
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.lights import DimensionReading, dimension_readings
from fangzi_desktop.domain.stage_terms import LightDimension, NodeKind
from fangzi_desktop.domain.terms import Light, LimitKind, Milestone, PermitPhase, ProjectStatus
from fangzi_desktop.domain.text import clean_text
from fangzi_desktop.services.profiles import profile_row
from fangzi_desktop.services.projects import set_milestone
from fangzi_desktop.storage import construction as rows
from fangzi_desktop.storage.facts import project_facts, project_parts
from fangzi_desktop.storage.natural_ids import natural_id
from fangzi_desktop.storage.projects import milestone_rows
from fangzi_desktop.storage.stage_tables import NodeRow, ProfileRow
from fangzi_desktop.storage.tables import PartRow, ProjectRow
from fangzi_desktop.storage.work import View, Work


@dataclass(frozen=True, slots=True)
class NodeForm:
    """What a person says of a node; `actual` of a milestone's node may be known to the month only."""

    planned_on: date | None = None
    actual: PartialDate | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class NodeLine:
    """A node as it is read; without a record of its own `node_id` is None.

    `days_late` are calendar days behind the plan, negative when it was early; of a node that is not reached
    they are counted to today once its planned day has passed.
    """

    id: str
    node_id: str | None
    kind: NodeKind
    part_id: str | None
    part: str
    planned_on: date | None
    actual: PartialDate | None
    note: str
    days_late: int | None
    light: Light


@dataclass(frozen=True, slots=True)
class PhysicalProgress:
    """形象进度: what can be seen on the site, and when somebody last made sure that it is true.

    `days` are calendar days since then. It is stale once they exceed `idle_days`, the limit of the stage.
    """

    text: str
    confirmed_on: date | None
    days: int | None
    idle_days: int | None

    @property
    def is_stale(self) -> bool:
        """Whether it has to be looked at again."""
        if not self.text or self.idle_days is None:
            return False
        return self.days is None or self.days > self.idle_days


@dataclass(frozen=True, slots=True)
class PermitsLeft:
    """How many permit items of building and completion are done, of those that are needed."""

    done: int
    total: int


def set_node(work: Work, project_id: str, kind: NodeKind, part_id: str | None, form: NodeForm) -> str | None:
    """Write a node of the project, or of one of its parts, and return the id of its record.

    主体封顶 and 主体竣工 of the whole project are reached by the milestone of that name, which is written in
    the node's stead. A node of which nothing is said any more is removed (None is returned). Refusals:
    those of `check_nodes`, ``node.needs_day`` and ``node.other_project``.
    """
    work.get(ProjectRow, project_id)
    if part_id is not None and work.get(PartRow, part_id).project_id != project_id:
        raise UserError("node.other_project")
    own = [row for row in rows.node_rows(work.session, project_id) if row.part_id == part_id]
    reached = _reached(work, project_id, part_id, own)
    reached.pop(kind, None)
    if form.actual is not None:
        reached[kind] = form.actual
    check_nodes(reached, work.today)
    milestone = SHARED.get(kind) if part_id is None else None
    if milestone is not None:
        set_milestone(work, project_id, milestone, form.actual)
    elif form.actual is not None and not form.actual.is_day:
        raise UserError("node.needs_day", kind=kind.zh)
    day = form.actual.as_date() if form.actual is not None and milestone is None else None
    note = clean_text(form.note).strip()
    row = next((one for one in own if one.kind is kind), None)
    if form.planned_on is None and day is None and not note:
        if row is not None:
            work.delete(row)
        return None
    if row is None:
        row = NodeRow(
            id=natural_id("node", project_id, part_id, kind),
            project_id=project_id,
            part_id=part_id,
            kind=kind,
        )
        work.add(row)
    row.planned_on, row.actual_on, row.note = form.planned_on, day, note
    return row.id


def remove_node(work: Work, node_id: str) -> None:
    """Remove what is recorded of a node; a milestone that it shares stays."""
    work.delete(work.get(NodeRow, node_id))


def nodes(view: View, project_id: str) -> tuple[NodeLine, ...]:
    """Return a project's nodes: all kinds of the whole project in their usual order, then those of parts."""
    recorded: dict[str | None, list[NodeRow]] = defaultdict(list)
    for row in rows.node_rows(view.session, project_id):
        recorded[row.part_id].append(row)
    lines = []
    whole: tuple[str | None, str] = (None, "")
    parts = [(part.id, part.name) for part in project_parts(view.session, project_id)]
    for part, name in (whole, *parts):
        own = {row.kind: row for row in recorded[part]}
        reached = _reached(view, project_id, part, recorded[part])
        kinds = NodeKind if part is None else [kind for kind in NodeKind if kind in own]
        lines += [
            _line(view, project_id, (kind, part, name), own.get(kind), reached.get(kind)) for kind in kinds
        ]
    return tuple(lines)


def write_physical_progress(work: Work, project_id: str, text: str, on: date | None = None) -> None:
    """Write what can be seen on the site (形象进度), true as of a day or today; an empty text clears it.

    Raises `UserError` ``physical.older`` where somebody made sure of what is written after that day.
    """
    row = profile_row(work, project_id)
    if on is not None and row.physical_confirmed_on is not None and row.physical_confirmed_on > on:
        raise UserError("physical.older", confirmed_on=row.physical_confirmed_on)
    row.physical_progress = clean_text(text).strip()
    row.physical_confirmed_on = (on or work.today) if row.physical_progress else None


def confirm_physical_progress(work: Work, project_id: str) -> None:
    """Note that what is written of the site is still true today; ``physical.nothing`` if nothing is."""
    row = profile_row(work, project_id)
    if not row.physical_progress:
        raise UserError("physical.nothing")
    row.physical_confirmed_on = work.today


def physical_progress(view: View, project_id: str) -> PhysicalProgress:
    """Return what is written of the site."""
    row = view.session.get(ProfileRow, project_id)
    project = view.session.get(ProjectRow, project_id)
    if project is None:
        raise UserError("record.missing", table="project")
    limit = view.rules.idle_limit(project.stage, view.today)
    idle = limit.calendar_days if limit is not None else None
    if row is None:
        return PhysicalProgress("", None, None, idle)
    since = row.physical_confirmed_on
    days = (view.today - since).days if since is not None else None
    return PhysicalProgress(row.physical_progress, since, days, idle)


def project_lights(view: View, project_id: str) -> tuple[DimensionReading, ...]:
    """Return what every dimension of the project's light shows today, and why."""
    (facts,) = project_facts(view.session, [project_id], duties=True)
    rules = view.rules.rules_for(facts.items, view.today)
    clocks = open_clocks(facts, view.rules, rules, view.calendar)
    return dimension_readings(
        facts.building, clocks, view.rules.stages, view.today, is_stopped=facts.is_stopped
    )


def building_lights(view: View, project_id: str) -> tuple[DimensionReading, ...]:
    """Return what 开工 and 投资进度 show today, read without any clock."""
    project = view.session.get(ProjectRow, project_id)
    if project is None:
        raise UserError("record.missing", table="project")
    milestones = milestone_rows(view.session, project_id)
    planned = milestones.get(Milestone.PLANNED_START)
    building = building_of(
        PartialDate.from_code(planned.happened) if planned is not None else None,
        milestones,
        project.annual_plan_yuan,
        rows.months_of(view.session, [project_id]).get(project_id, ()),
        is_excused=project_id in rows.excused_projects(view.session, [project_id]),
    )
    is_stopped = project.status not in (ProjectStatus.LEAD, ProjectStatus.ACTIVE)
    read = dimension_readings(building, (), view.rules.stages, view.today, is_stopped=is_stopped)
    return tuple(one for one in read if one.dimension in (LightDimension.START, LightDimension.PROGRESS))


def building_permits(view: View, project_id: str) -> PermitsLeft:
    """Return how far the permit items of building and completion are."""
    (facts,) = project_facts(view.session, [project_id])
    rules = view.rules.rules_for(facts.items, view.today)
    phases = (PermitPhase.CONSTRUCTION, PermitPhase.COMPLETION)
    own = [item for item in facts.grouped.current if rules[item.code].phase in phases and item.is_applicable]
    return PermitsLeft(sum(item.is_done for item in own), len(own))


def _reached(
    view: View, project_id: str, part_id: str | None, own: Sequence[NodeRow]
) -> dict[NodeKind, PartialDate]:
    """Return when the nodes of the project, or of one part, were reached."""
    found = {row.kind: PartialDate.of(row.actual_on) for row in own if row.actual_on is not None}
    if part_id is None:
        milestones = milestone_rows(view.session, project_id)
        for kind, milestone in SHARED.items():
            found.pop(kind, None)
            if milestone in milestones:
                found[kind] = PartialDate.from_code(milestones[milestone].happened)
    return found


def _line(
    view: View,
    project_id: str,
    what: tuple[NodeKind, str | None, str],
    row: NodeRow | None,
    actual: PartialDate | None,
) -> NodeLine:
    kind, part, name = what
    planned_on = row.planned_on if row is not None else None
    late, light = deviation(planned_on, actual), Light.GREY
    if actual is not None:
        light = Light.GREEN
    elif planned_on is not None:
        deadline = fixed_deadline(planned_on, view.calendar)
        light = light_on(
            view.today, due=planned_on, warn_on=deadline.warn_on, stopped=False, kind=LimitKind.MAX
        )
        late = (view.today - planned_on).days if view.today > planned_on else None
    return NodeLine(
        row.id if row is not None else f"{project_id}.{kind}",
        row.id if row is not None else None,
        kind,
        part,
        name,
        planned_on,
        actual,
        row.note if row is not None else "",
        late,
        light,
    )
