"""Versions of the permit checklist: publish one, and move projects to it, seeing first what changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from fangzi_desktop.domain.clocks import ProjectFacts, open_clocks, title_of
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.permit_rules import PermitGroup, PermitRule, groups_to_json, rule_to_json
from fangzi_desktop.domain.permits import initial_applicability
from fangzi_desktop.domain.rule_checks import check_first_day, check_rules, tidied
from fangzi_desktop.domain.stages import TERMINAL
from fangzi_desktop.domain.template_moves import MovePlan, plan_move
from fangzi_desktop.domain.templates import FieldChange, Template, version_changes
from fangzi_desktop.domain.terms import Applicability, PermitState, Stage
from fangzi_desktop.domain.text import clean_text
from fangzi_desktop.storage import permits as permit_rows
from fangzi_desktop.storage import templates as rows
from fangzi_desktop.storage.facts import project_facts
from fangzi_desktop.storage.natural_ids import natural_id
from fangzi_desktop.storage.tables import PermitItemRow, PermitRuleRow, PermitTemplateRow, ProjectRow
from fangzi_desktop.storage.work import View, Work

Step = Callable[[int, int], None]
"""Told how many of how many projects are moved."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the checklist. `in_force` marks the one that a checklist begun today follows."""

    id: str
    number: int
    valid_from: date
    note: str
    items: int
    projects: int
    in_force: bool


@dataclass(frozen=True, slots=True)
class DueMove:
    """An open clock of the project whose due day changes; None where it has none."""

    name: str
    old: date | None
    new: date | None


@dataclass(frozen=True, slots=True)
class ItemChange:
    """An item that goes by other rules after the move; with `kind_open` its kind is to be chosen anew."""

    name: str
    fields: tuple[FieldChange, ...]
    kind_open: bool
    now_required: bool


@dataclass(frozen=True, slots=True)
class MovePreview:
    """What moving one project to another version will do, by the names of the items.

    `kept` are begun items that the new version lacks and `ended` decided ones that it changes; both stay
    as they are, under their old rule. `groups` tells that the parallel groups differ.
    """

    project_id: str
    project: str
    old_version: int
    new_version: int
    added: tuple[tuple[str, Applicability], ...]
    removed: tuple[str, ...]
    kept: tuple[str, ...]
    ended: tuple[str, ...]
    changed: tuple[ItemChange, ...]
    dues: tuple[DueMove, ...]
    groups: bool

    @property
    def any(self) -> bool:
        """Whether the move changes or leaves behind anything."""
        return bool(
            self.added or self.removed or self.kept or self.ended or self.changed or self.dues or self.groups
        )


@dataclass(frozen=True, slots=True)
class NewerVersion:
    """A version in force that is newer than the one a project's checklist follows."""

    template_id: str
    number: int
    valid_from: date
    old_number: int


@dataclass(frozen=True, slots=True)
class LaggingProject:
    """A project whose checklist follows an older version than the one in force, and what a move would do."""

    id: str
    name: str
    stage: Stage
    old_number: int
    added: int
    removed: int
    kept: int
    changed: int


def versions(view: View) -> tuple[Version, ...]:
    """Return every version of the checklist, newest first."""
    counted = rows.followers(view.session)
    templates = sorted(view.rules.templates, key=lambda template: template.order, reverse=True)
    in_force = view.rules.template_on(view.today).id if templates else ""
    return tuple(
        Version(
            one.id,
            one.version,
            one.valid_from,
            one.note,
            len(one.rules),
            counted.get(one.id, 0),
            one.id == in_force,
        )
        for one in templates
    )


def template_of(view: View, template_id: str) -> Template:
    """Return one version. Raises `UserError` ``record.missing``."""
    template = view.rules.by_template_id.get(template_id)
    if template is None:
        raise UserError("record.missing", table="permit_template")
    return template


def newest_template(view: View) -> Template | None:
    """Return the newest version, whether or not it applies yet; None if there is none at all."""
    return max(view.rules.templates, key=lambda template: template.order, default=None)


def publish_template(
    work: Work, rules: Sequence[PermitRule], groups: tuple[PermitGroup, ...], valid_from: date, note: str
) -> str:
    """Publish rules as a new version of the checklist and return its id.

    Checklists begun on `valid_from` or later follow it; those begun already keep theirs. Raises `UserError`:
    what `check_rules` and `check_first_day` refuse, or ``template.unchanged`` if the newest version says the
    same.
    """
    rules = tuple(tidied(rule) for rule in rules)
    newest = newest_template(work)
    check_rules(rules, groups)
    check_first_day(valid_from, newest, work.today)
    if newest is not None and not version_changes(newest.rules, rules, newest.groups, groups).any:
        raise UserError("template.unchanged", version=newest.version)
    row = work.add(
        PermitTemplateRow(
            id=work.new_id(),
            version=max((one.version for one in work.rules.templates), default=0) + 1,
            valid_from=valid_from,
            note=clean_text(note),
            groups=groups_to_json(groups),
        )
    )
    for position, rule in enumerate(rules):
        work.add(
            PermitRuleRow(
                id=work.new_id(),
                template_id=row.id,
                code=rule.code,
                position=position,
                body=rule_to_json(rule),
            )
        )
    return row.id


def delete_template(work: Work, template_id: str) -> None:
    """Delete a version that no project follows.

    Raises `UserError`: ``template.only_one``, or ``template.in_use`` also where a project's begun item keeps
    a rule of it.
    """
    row = work.get(PermitTemplateRow, template_id)
    if len(work.rules.templates) == 1:
        raise UserError("template.only_one", version=row.version)
    using = rows.projects_under(work.session, template_id)
    if using:
        raise UserError("template.in_use", version=row.version, count=using)
    for rule in rows.rule_rows(work.session, template_id):
        work.delete(rule)
    work.delete(row)


def newer_version(view: View, project_id: str) -> NewerVersion | None:
    """Return the version in force if a project's checklist follows an older one.

    None as well for a project without a checklist, or one that has left the mechanism.
    """
    project = view.session.get(ProjectRow, project_id)
    if project is None or project.status in TERMINAL or not view.rules.templates:
        return None
    own, current = view.rules.template_of(project.template_id), view.rules.template_on(view.today)
    if own.order >= current.order or not permit_rows.item_notes(view.session, project_id):
        return None
    return NewerVersion(current.id, current.version, current.valid_from, own.version)


def move_preview(view: View, project_id: str, template_id: str) -> MovePreview:
    """Return what moving a project to a version will do; refusals are those of `move_to_template`."""
    target = template_of(view, template_id)
    project, facts, plan = _plan(view, project_id, target)
    rules, own = view.rules.by_rule_id, view.rules.template_of(project.template_id)
    return MovePreview(
        project_id,
        project.name,
        own.version,
        target.version,
        tuple((rule.name, initial_applicability(rule)) for rule in plan.added),
        removed=tuple(title_of(rules[item.rule_id], item) for item in plan.removed),
        kept=tuple(title_of(rules[item.rule_id], item) for item in plan.kept),
        ended=tuple(title_of(rules[item.rule_id], item) for item in plan.ended),
        changed=tuple(
            ItemChange(
                title_of(one.new, one.before),
                one.fields,
                kind_open=one.before.variant is not None and one.after.variant is None,
                now_required=one.before.applicability is not one.after.applicability,
            )
            for one in plan.changed
        ),
        dues=_due_moves(view, facts, plan),
        groups=own.groups != target.groups,
    )


def move_to_template(work: Work, project_id: str, template_id: str) -> None:
    """Move a project's checklist to a version, as `move_preview` tells.

    Raises `UserError` ``record.missing``, or ``template.no_checklist`` if the project has none yet.
    """
    target = template_of(work, template_id)
    project, _, plan = _plan(work, project_id, target)
    _move(work, project, plan, target)


def move_projects(
    work: Work, project_ids: Sequence[str], template_id: str, step: Step = lambda done, total: None
) -> int:
    """Move several projects to a version in one act and return how many; refused one, none is moved.

    `step` is told after each how many of how many are done; what it raises ends the act without a trace.
    """
    target = template_of(work, template_id)
    begun = rows.begun_items(work.session)
    found = {one.id: one for one in project_facts(work.session, project_ids)}
    told: dict[tuple[str, str], tuple[FieldChange, ...]] = {}
    for place, project_id in enumerate(project_ids, start=1):
        project, facts = work.get(ProjectRow, project_id), found[project_id]
        own = begun.get(project_id, frozenset())
        _move(work, project, _plan_of(work, project, facts, target, own, told), target)
        step(place, len(project_ids))
    return len(project_ids)


def _move(work: Work, project: ProjectRow, plan: MovePlan, target: Template) -> None:
    project.template_id = target.id
    found = {row.id: row for row in permit_rows.item_rows(work.session, project.id)}
    for item in plan.removed:
        work.delete(found.pop(item.id))
    for one in plan.renewed:
        row, after = found[one.before.id], one.after
        row.rule_id, row.variant, row.applicability = after.rule_id, after.variant, after.applicability
    for position, name in enumerate(plan.order):
        if name in found:
            found[name].position = position
        else:
            work.add(
                PermitItemRow(
                    id=natural_id("permit_item", project.id, name, None, 1),
                    project_id=project.id,
                    rule_id=target.rule_ids[name],
                    code=name,
                    position=position,
                    applicability=initial_applicability(target.by_code[name]),
                    state=PermitState.NOT_STARTED,
                )
            )


def count_lagging(view: View) -> int:
    """Return how many projects `lagging_projects` tells of, without looking at their items."""
    return len(_behind(view))


def _behind(view: View) -> list[rows.Follower]:
    if not view.rules.templates:
        return []
    target, own = view.rules.template_on(view.today), view.rules.template_of
    return [one for one in rows.open_followers(view.session) if own(one.template_id).order < target.order]


def lagging_projects(view: View) -> tuple[LaggingProject, ...]:
    """Return the projects still in the mechanism whose version is older than the one in force, by name."""
    behind = _behind(view)
    if not behind:
        return ()
    target, own = view.rules.template_on(view.today), view.rules.template_of
    begun = rows.begun_items(view.session)
    facts = {one.id: one for one in project_facts(view.session, [one.id for one in behind])}
    told: dict[tuple[str, str], tuple[FieldChange, ...]] = {}
    found = []
    for one in behind:
        of = facts[one.id]
        if of.route is None:
            continue
        own_begun = begun.get(one.id, frozenset())
        plan = plan_move(of.items, view.rules.by_rule_id, target, of.route, own_begun, told)
        found.append(
            LaggingProject(
                one.id,
                one.name,
                one.stage,
                own(one.template_id).version,
                len(plan.added),
                len(plan.removed),
                len(plan.kept),
                len(plan.changed),
            )
        )
    return tuple(found)


def _plan(view: View, project_id: str, target: Template) -> tuple[ProjectRow, ProjectFacts, MovePlan]:
    project = view.session.get(ProjectRow, project_id)
    if project is None:
        raise UserError("record.missing", table="project")
    (facts,) = project_facts(view.session, [project_id])
    begun = rows.begun_items(view.session, project_id).get(project_id, frozenset())
    return project, facts, _plan_of(view, project, facts, target, begun, {})


def _plan_of(
    view: View,
    project: ProjectRow,
    facts: ProjectFacts,
    target: Template,
    begun: frozenset[str],
    told: dict[tuple[str, str], tuple[FieldChange, ...]],
) -> MovePlan:
    if facts.route is None or not facts.items:
        raise UserError("template.no_checklist", project=project.name)
    return plan_move(facts.items, view.rules.by_rule_id, target, facts.route, begun, told)


def _due_moves(view: View, facts: ProjectFacts, plan: MovePlan) -> tuple[DueMove, ...]:
    """Count the open clocks before and after the move; a clock that only one side has counts as well."""
    old, new = (
        {
            clock.id: clock
            for clock in open_clocks(
                one, view.rules, view.rules.rules_for(one.items, view.today), view.calendar
            )
        }
        for one in (facts, replace(facts, items=plan.items_after()))
    )
    found = []
    for name in dict.fromkeys((*old, *new)):
        before, after = (side[name].deadline.due if name in side else None for side in (old, new))
        if before != after:
            found.append(DueMove((new.get(name) or old[name]).label, before, after))
    return tuple(found)
