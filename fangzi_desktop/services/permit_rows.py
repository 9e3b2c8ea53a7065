"""What every command on a permit item begins with: its row, its facts and its rule."""

from __future__ import annotations

from collections.abc import Collection

from fangzi_desktop.domain.clocks import title_of
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.permit_items import ItemFacts, Items
from fangzi_desktop.domain.permit_rules import PermitRule
from fangzi_desktop.domain.terms import Route
from fangzi_desktop.storage.facts import project_facts
from fangzi_desktop.storage.tables import PermitItemRow, ProjectRow
from fangzi_desktop.storage.work import View, Work


def load_item(work: Work, item_id: str) -> tuple[PermitItemRow, ItemFacts, PermitRule]:
    """Return an item's row, facts and rule; refusals are those of `load_with_items`."""
    row, facts, rule, _ = load_with_items(work, item_id)
    return row, facts, rule


def load_with_items(work: Work, item_id: str) -> tuple[PermitItemRow, ItemFacts, PermitRule, Items]:
    """Return an item's row, facts and rule, and the items of its project as they are before the command.

    Raises `UserError`: ``record.missing``, ``permit.superseded`` for a round of a listing that another
    followed, which is history.
    """
    row = work.get(PermitItemRow, item_id)
    items = Items(project_items(work, row.project_id))
    facts = next((one for one in items.of(row.code) if one.id == item_id), None)
    if facts is None:
        raise UserError("permit.superseded", round=row.round_no)
    return row, facts, work.rules.by_rule_id[row.rule_id], items


def project_items(work: Work, project_id: str) -> tuple[ItemFacts, ...]:
    """Return the items of a project as this transaction has them so far."""
    work.flush()
    (facts,) = project_facts(work.session, [project_id])
    return facts.items


def route_of(work: Work, project_id: str) -> Route:
    """Return the route of a project with a checklist. Raises `UserError` ``permit.no_route``."""
    project = work.get(ProjectRow, project_id)
    if project.route is None:
        raise UserError("permit.no_route", project=project.name)
    return project.route


def item_names(view: View, projects: Collection[str]) -> dict[str, str]:
    """Return what the permit items of these projects are called, with their part and round, by their id."""
    return {
        item.id: title_of(view.rules.by_rule_id[item.rule_id], item)
        for facts in project_facts(view.session, projects)
        for item in facts.items
    }
