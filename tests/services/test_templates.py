"""Versions of the checklist: publishing, deleting, and moving begun projects."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from fangzi_desktop.domain.deadlines import Limit
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.permit_rules import PermitGroup, PermitRule, RouteLimit, StartEvent
from fangzi_desktop.domain.rule_words import RuleField
from fangzi_desktop.domain.terms import Applicability, PermitState, ProjectStatus, Route, Stage, Unit
from fangzi_desktop.services.demo import fill_with_examples
from fangzi_desktop.services.permits import (
    accept_item,
    checklist,
    choose_variant,
    decide_item,
    set_applicability,
    start_checklist,
)
from fangzi_desktop.services.recount import differences
from fangzi_desktop.services.templates import (
    delete_template,
    lagging_projects,
    move_preview,
    move_projects,
    move_to_template,
    newer_version,
    newest_template,
    publish_template,
    versions,
)
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.storage import projects as project_rows
from fangzi_desktop.storage.tables import PermitItemRow, ProjectRow
from fangzi_desktop.storage.work import View, Work
from tests.builders import a_project, a_project_with_permits, item_id
from tests.conftest import TODAY

SHIPPED = "permits.1"
LATER = date(2023, 3, 1)
Rules = tuple[PermitRule, ...]


def rules_of(workspace: Workspace) -> Rules:
    newest = workspace.read(newest_template)
    assert newest is not None
    return newest.rules


def groups_of(workspace: Workspace, rules: Rules) -> tuple[PermitGroup, ...]:
    """The groups of the newest version, with those of their members that the rules hold."""
    newest = workspace.read(newest_template)
    assert newest is not None
    codes = {rule.code for rule in rules}
    found = (
        replace(group, members=tuple(code for code in group.members if code in codes))
        for group in newest.groups
    )
    return tuple(group for group in found if group.members)


def changed(rules: Rules, named: str, /, **values: object) -> Rules:
    return tuple(replace(rule, **values) if rule.code == named else rule for rule in rules)  # type: ignore[arg-type]


def without(rules: Rules, named: str) -> Rules:
    """Drop an item, and the waiting for it."""
    return tuple(
        replace(
            rule,
            requires=tuple(code for code in rule.requires if code != named),
            requires_extra={
                route: tuple(code for code in codes if code != named)
                for route, codes in rule.requires_extra.items()
            },
        )
        for rule in rules
        if rule.code != named
    )


def publish(workspace: Workspace, rules: Rules, day: date = TODAY, note: str = "") -> str:
    return workspace.do(publish_template, rules, groups_of(workspace, rules), day, note).value


def publish_quick_filing(workspace: Workspace, day: date = TODAY) -> str:
    return publish(workspace, changed(rules_of(workspace), "FILING", limit=Limit(5, Unit.WORKING_DAY)), day)


def limit_of(workspace: Workspace, project: str, code: str) -> Limit | None:
    lines = workspace.read(checklist, project).lines
    return next(line.limit for line in lines if line.code == code)


def summaries_of(view: View) -> dict[str, project_rows.Summary]:
    return project_rows.summaries(view.session)


def an_item(workspace: Workspace, project: str, code: str) -> str:
    return workspace.do(item_id, project, code).value


def test_a_new_team_has_one_version(workspace: Workspace) -> None:
    (only,) = workspace.read(versions)
    assert (only.id, only.number, only.in_force, only.projects) == (SHIPPED, 1, True, 0)
    assert only.items == len(rules_of(workspace))


def test_new_projects_take_the_new_version_and_open_ones_keep_theirs(workspace: Workspace) -> None:
    old = workspace.do(a_project_with_permits, name="旧").value
    publish_quick_filing(workspace)
    new = workspace.do(a_project_with_permits, name="新").value
    assert limit_of(workspace, old, "FILING") == Limit(1, Unit.WORKING_DAY)
    assert limit_of(workspace, new, "FILING") == Limit(5, Unit.WORKING_DAY)
    assert [(one.number, one.projects, one.in_force) for one in workspace.read(versions)] == [
        (2, 1, True),
        (1, 1, False),
    ]


def test_a_version_applies_from_its_day_on(workspace: Workspace) -> None:
    publish_quick_filing(workspace, LATER)
    project = workspace.do(a_project_with_permits).value
    assert limit_of(workspace, project, "FILING") == Limit(1, Unit.WORKING_DAY)
    assert workspace.read(newer_version, project) is None


def test_publishing_can_be_undone_and_redone(workspace: Workspace) -> None:
    publish_quick_filing(workspace)
    workspace.undo()
    assert [one.number for one in workspace.read(versions)] == [1]
    workspace.redo()
    assert [one.number for one in workspace.read(versions)] == [2, 1]
    project = workspace.do(a_project_with_permits).value
    assert limit_of(workspace, project, "FILING") == Limit(5, Unit.WORKING_DAY)


@pytest.mark.parametrize(
    ("make", "day", "code"),
    [
        (lambda rules: rules, TODAY, "template.unchanged"),
        (lambda rules: (), TODAY, "template.empty"),
        (lambda rules: changed(rules, "EIA", name="  "), TODAY, "template.no_name"),
        (lambda rules: changed(rules, "EIA", name="环评"), date(1999, 1, 1), "template.day_out_of_range"),
    ],
)
def test_a_faulty_version_is_not_published(
    workspace: Workspace, make: Callable[[Rules], Rules], day: date, code: str
) -> None:
    with pytest.raises(UserError) as refused:
        publish(workspace, make(rules_of(workspace)), day)
    assert refused.value.code == code
    assert len(workspace.read(versions)) == 1


def test_a_version_does_not_apply_before_the_newest_one(workspace: Workspace) -> None:
    publish_quick_filing(workspace, LATER)
    with pytest.raises(UserError, match=r"template\.day_before_newest"):
        publish(workspace, changed(rules_of(workspace), "EIA", name="环评"), TODAY)


def test_a_version_nobody_follows_can_be_deleted_and_brought_back(workspace: Workspace) -> None:
    new = publish_quick_filing(workspace)
    workspace.do(delete_template, new)
    assert [one.id for one in workspace.read(versions)] == [SHIPPED]
    workspace.undo()
    assert [one.id for one in workspace.read(versions)] == [new, SHIPPED]
    assert limit_of(workspace, workspace.do(a_project_with_permits).value, "FILING") == Limit(
        5, Unit.WORKING_DAY
    )


def test_the_only_version_is_not_deleted(workspace: Workspace) -> None:
    with pytest.raises(UserError, match=r"template\.only_one"):
        workspace.do(delete_template, SHIPPED)


def test_a_version_in_use_is_not_deleted(workspace: Workspace) -> None:
    workspace.do(a_project_with_permits)
    publish_quick_filing(workspace)
    with pytest.raises(UserError) as refused:
        workspace.do(delete_template, SHIPPED)
    assert (refused.value.code, refused.value.params["count"]) == ("template.in_use", 1)


def test_a_version_whose_rule_a_decided_item_keeps_is_not_deleted(workspace: Workspace) -> None:
    project = workspace.do(a_project_with_permits).value
    filing = an_item(workspace, project, "FILING")
    workspace.do(accept_item, filing, date(2023, 2, 20))
    workspace.do(decide_item, filing, date(2023, 2, 22))
    workspace.do(move_to_template, project, publish_quick_filing(workspace))
    assert [one.projects for one in workspace.read(versions)] == [1, 0]
    with pytest.raises(UserError, match=r"template\.in_use"):
        workspace.do(delete_template, SHIPPED)


def test_a_project_is_told_of_the_newer_version_in_force(workspace: Workspace) -> None:
    project = workspace.do(a_project_with_permits).value
    without_list = workspace.do(a_project, "没有清单").value
    assert workspace.read(newer_version, project) is None
    new = publish_quick_filing(workspace)
    found = workspace.read(newer_version, project)
    assert found is not None
    assert (found.template_id, found.number, found.old_number) == (new, 2, 1)
    assert workspace.read(newer_version, without_list) is None
    assert [one.name for one in workspace.read(lagging_projects)] == ["测试项目"]
    workspace.do(move_to_template, project, new)
    assert workspace.read(newer_version, project) is None
    assert workspace.read(lagging_projects) == ()


def test_a_project_without_a_checklist_is_not_moved(workspace: Workspace) -> None:
    project = workspace.do(a_project).value
    with pytest.raises(UserError, match=r"template\.no_checklist"):
        workspace.do(move_to_template, project, publish_quick_filing(workspace))


def test_a_running_clock_gets_the_new_limit_and_both_days_are_told(workspace: Workspace) -> None:
    project = workspace.do(a_project_with_permits).value
    workspace.do(accept_item, an_item(workspace, project, "FILING"), date(2023, 2, 23))
    new = publish_quick_filing(workspace)
    preview = workspace.read(move_preview, project, new)
    assert [(one.name, one.old, one.new) for one in preview.dues] == [
        ("企业投资项目备案", date(2023, 2, 24), date(2023, 3, 2))
    ]
    assert [(one.field, one.old, one.new) for one in preview.changed[0].fields] == [
        (RuleField.LIMIT, "1个工作日", "5个工作日")
    ]
    workspace.do(move_to_template, project, new)
    line = next(one for one in workspace.read(checklist, project).lines if one.code == "FILING")
    assert line.due == date(2023, 3, 2)
    assert workspace.read(differences) == []


def test_a_decided_item_keeps_the_limit_it_was_decided_under(workspace: Workspace) -> None:
    project = workspace.do(a_project_with_permits).value
    filing = an_item(workspace, project, "FILING")
    workspace.do(accept_item, filing, date(2023, 2, 20))
    workspace.do(decide_item, filing, date(2023, 2, 22))
    new = publish_quick_filing(workspace)
    preview = workspace.read(move_preview, project, new)
    assert (preview.ended, preview.changed) == (("企业投资项目备案",), ())
    workspace.do(move_to_template, project, new)
    assert limit_of(workspace, project, "FILING") == Limit(1, Unit.WORKING_DAY)


def test_an_item_that_is_gone_goes_unless_it_was_begun(workspace: Workspace) -> None:
    begun = workspace.do(a_project_with_permits, name="已收件").value
    idle = workspace.do(a_project_with_permits, name="未启动").value
    workspace.do(accept_item, an_item(workspace, begun, "EIA"), date(2023, 2, 20))
    new = publish(workspace, without(rules_of(workspace), "EIA"))
    assert workspace.read(move_preview, idle, new).removed == (
        next(line.name for line in workspace.read(checklist, idle).lines if line.code == "EIA"),
    )
    assert workspace.read(move_preview, begun, new).kept != ()
    workspace.do(move_projects, [begun, idle], new)
    codes = {one: [line.code for line in workspace.read(checklist, one).lines] for one in (begun, idle)}
    assert "EIA" not in codes[idle]
    assert [code for code in codes[begun] if code != "EIA"] == codes[idle]
    assert codes[begun].index("EIA") > 0


def test_a_new_item_comes_in_its_place(workspace: Workspace) -> None:
    project = workspace.do(a_project_with_permits).value
    rules = rules_of(workspace)
    noise = replace(
        next(rule for rule in rules if rule.code == "EIA"), code="NOISE", name="噪声评价", requires=("EIA",)
    )
    at = next(place for place, rule in enumerate(rules) if rule.code == "EIA") + 1
    new = publish(workspace, (*rules[:at], noise, *rules[at:]))
    preview = workspace.read(move_preview, project, new)
    assert preview.added == (("噪声评价", Applicability.REQUIRED),)
    workspace.do(move_to_template, project, new)
    moved = [line.code for line in workspace.read(checklist, project).lines]
    fresh = workspace.do(a_project_with_permits, name="另一个").value
    assert moved == [line.code for line in workspace.read(checklist, fresh).lines]
    assert moved.index("NOISE") == moved.index("EIA") + 1


def test_moving_can_be_undone(workspace: Workspace) -> None:
    project = workspace.do(a_project_with_permits).value
    before = workspace.read(checklist, project)
    workspace.do(move_to_template, project, publish(workspace, without(rules_of(workspace), "EIA")))
    assert workspace.read(checklist, project) != before
    workspace.undo()
    assert workspace.read(checklist, project) == before
    assert workspace.read(newer_version, project) is not None


def test_an_item_every_project_needs_now_is_no_longer_open(workspace: Workspace) -> None:
    project = workspace.do(a_project_with_permits).value
    new = publish(workspace, changed(rules_of(workspace), "ENERGY", conditional=False))
    (change,) = workspace.read(move_preview, project, new).changed
    assert change.now_required
    workspace.do(move_to_template, project, new)
    line = next(one for one in workspace.read(checklist, project).lines if one.code == "ENERGY")
    assert line.applicability is Applicability.REQUIRED


def test_a_kind_that_is_gone_is_open_again(workspace: Workspace) -> None:
    project = workspace.do(a_project_with_permits).value
    workspace.do(choose_variant, an_item(workspace, project, "EIA"), "book")
    new = publish(workspace, changed(rules_of(workspace), "EIA", variants=()))
    (change,) = workspace.read(move_preview, project, new).changed
    assert change.kind_open
    workspace.do(move_to_template, project, new)
    line = next(one for one in workspace.read(checklist, project).lines if one.code == "EIA")
    assert line.variant is None


def test_who_loses_the_alternative_needs_the_usual_item_again(workspace: Workspace) -> None:
    project = workspace.do(a_project_with_permits).value
    workspace.do(set_applicability, an_item(workspace, project, "APPROVAL"), Applicability.REQUIRED)
    new = publish(workspace, without(rules_of(workspace), "APPROVAL"))
    preview = workspace.read(move_preview, project, new)
    assert [(one.name, one.now_required) for one in preview.changed] == [("企业投资项目备案", True)]
    workspace.do(move_to_template, project, new)
    line = next(one for one in workspace.read(checklist, project).lines if one.code == "FILING")
    assert line.applicability is Applicability.REQUIRED


def test_an_overall_limit_that_changes_moves_the_overall_clock(workspace: Workspace) -> None:
    project = workspace.do(a_project_with_permits, Route.EXISTING_LAND).value
    filing = an_item(workspace, project, "FILING")
    workspace.do(accept_item, filing, date(2023, 2, 20))
    workspace.do(decide_item, filing, date(2023, 2, 21))
    ready = next(rule for rule in rules_of(workspace) if rule.code == "START_READY")
    limits = dict(ready.limit_by_route)
    limits[Route.EXISTING_LAND] = RouteLimit(Limit(2, Unit.MONTH), limits[Route.EXISTING_LAND].start)
    new = publish(workspace, changed(rules_of(workspace), "START_READY", limit_by_route=limits))
    (due,) = workspace.read(move_preview, project, new).dues
    assert due.new == date(2023, 4, 21)
    assert due.old != due.new


def test_a_version_may_lack_almost_everything(workspace: Workspace) -> None:
    ready = next(rule for rule in rules_of(workspace) if rule.code == "START_READY")
    bare = replace(
        ready, requires=(), requires_extra={}, limit=None, limit_by_route={}, start=StartEvent("立项")
    )
    publish(workspace, (bare,))
    with pytest.raises(UserError, match=r"demo\.checklist_changed"):
        workspace.do(fill_with_examples, 3)
    project = workspace.do(a_project_with_permits, Route.NEW_LAND).value
    assert [line.code for line in workspace.read(checklist, project).lines] == ["START_READY"]
    other = workspace.do(a_project, "另").value
    assert workspace.do(start_checklist, other, Route.EXISTING_LAND).value == 1


def test_the_examples_follow_the_version_in_force(workspace: Workspace) -> None:
    publish_quick_filing(workspace, date(2020, 1, 1))
    workspace.do(fill_with_examples, 20)
    by_number = {one.number: one.projects for one in workspace.read(versions)}
    assert by_number[1] == 0
    assert by_number[2] > 5


def test_every_example_moves_as_its_preview_tells(workspace: Workspace) -> None:
    workspace.do(fill_with_examples, 25)
    rules = without(changed(rules_of(workspace), "CONSTR_PERMIT", limit=Limit(2, Unit.WORKING_DAY)), "ENERGY")
    noise = replace(
        next(rule for rule in rules if rule.code == "EIA"), code="NOISE", name="噪声评价", requires=("EIA",)
    )
    new = publish(workspace, (*rules, noise))
    behind = workspace.read(lagging_projects)
    assert behind
    previews = {one.id: workspace.read(move_preview, one.id, new) for one in behind}
    before = {one.id: workspace.read(checklist, one.id) for one in behind}
    assert workspace.do(move_projects, [one.id for one in behind], new).value == len(behind)
    assert workspace.read(differences) == []
    for project, preview in previews.items():
        old = {line.id: line for line in before[project].lines}
        new_lines = {line.id: line for line in workspace.read(checklist, project).lines}
        assert sorted(old[gone].name for gone in old.keys() - new_lines) == sorted(preview.removed)
        assert sorted(new_lines[come].name for come in new_lines.keys() - old) == sorted(
            name for name, _ in preview.added
        )
        relimited = {
            line.name for key, line in new_lines.items() if key in old and old[key].limit != line.limit
        }
        told = {one.name for one in preview.changed if any(x.field is RuleField.LIMIT for x in one.fields)}
        assert relimited <= told
        decided = [line for line in old.values() if line.state is PermitState.DECIDED and not line.automatic]
        assert all(
            new_lines[line.id].limit == line.limit and new_lines[line.id].due == line.due for line in decided
        )
    workspace.undo()
    assert {one: workspace.read(checklist, one) for one in before} == before


def test_a_project_that_has_left_the_mechanism_is_not_told_of_newer_versions(workspace: Workspace) -> None:
    project = workspace.do(a_project_with_permits, stage=Stage.PERMITS).value

    def leave(work: Work) -> None:
        work.get(ProjectRow, project).status = ProjectStatus.TERMINATED

    workspace.do(leave)
    publish_quick_filing(workspace)
    assert workspace.read(newer_version, project) is None
    assert workspace.read(lagging_projects) == ()


def test_an_item_with_papers_counts_as_begun(workspace: Workspace) -> None:
    project = workspace.do(a_project_with_permits).value

    eia = an_item(workspace, project, "EIA")

    def waive(work: Work) -> None:
        work.get(PermitItemRow, eia).waiver = "区域评估〔2022〕1号"

    workspace.do(waive)
    new = publish(workspace, without(rules_of(workspace), "EIA"))
    assert len(workspace.read(move_preview, project, new).kept) == 1


def test_who_has_no_checklist_yet_counts_by_the_new_version(workspace: Workspace) -> None:
    project = workspace.do(a_project, route=Route.NEW_LAND).value
    before = workspace.read(summaries_of)[project].certificates_total
    publish(workspace, changed(rules_of(workspace), "EIA", certificate=True))
    assert workspace.read(summaries_of)[project].certificates_total == before + 1
    workspace.undo()
    assert workspace.read(summaries_of)[project].certificates_total == before


def test_other_parallel_groups_are_told(workspace: Workspace) -> None:
    project = workspace.do(a_project_with_permits).value
    newest = workspace.read(newest_template)
    assert newest is not None
    new = workspace.do(publish_template, newest.rules, newest.groups[:1], TODAY, "").value
    preview = workspace.read(move_preview, project, new)
    assert (preview.groups, preview.changed, preview.any) == (True, (), True)
    assert len(workspace.read(checklist, project).groups) > 1
    workspace.do(move_to_template, project, new)
    assert len(workspace.read(checklist, project).groups) == 1
