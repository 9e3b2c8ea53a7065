"""What the gates say of a project: of every move, and of closing it."""

from __future__ import annotations

from dataclasses import dataclass

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.gates import GateFacts, GateVerdict, check_move, missing_for_closing
from fangzi_desktop.domain.permit_items import established_on
from fangzi_desktop.domain.permits import Items, certificates, start_ready
from fangzi_desktop.domain.terms import Gate, Milestone, Stage, Term
from fangzi_desktop.storage import gates as rows
from fangzi_desktop.storage.facts import project_facts
from fangzi_desktop.storage.tables import ProjectRow
from fangzi_desktop.storage.work import View

_COMPLETION_FILING = "COMPLETION_FILING"


@dataclass(frozen=True, slots=True)
class GateStanding:
    """What every other stage's gate says of moving the project there, and what it lacks for 办结."""

    moves: dict[Stage, GateVerdict]
    closing: tuple[Term, ...]


def gate_standing(view: View, project_id: str) -> GateStanding:
    """Return what the gates say of a project. Raises `UserError` ``record.missing``."""
    row = view.session.get(ProjectRow, project_id)
    if row is None:
        raise UserError("record.missing", table="project")
    facts = gate_facts(view, row)
    moves = {stage: check_move(facts, row.stage, stage) for stage in Stage if stage is not row.stage}
    return GateStanding(moves, missing_for_closing(facts))


def gate_verdicts(view: View, project_id: str) -> dict[Stage, GateVerdict]:
    """Return what every stage's gate says of moving the project there, for the hint before a drop."""
    return gate_standing(view, project_id).moves


def gates_of(row: ProjectRow) -> dict[Gate, bool | None]:
    """Return what was said of each of the three gates."""
    return {
        Gate.CAPACITY: row.gate_capacity,
        Gate.ENVIRONMENT: row.gate_environment,
        Gate.SAFETY: row.gate_safety,
    }


def gate_facts(view: View, row: ProjectRow) -> GateFacts:
    """Return what the gates look at."""
    (facts,) = project_facts(view.session, [row.id])
    rules = view.rules.rules_for(facts.items, view.today)
    known = rows.recorded(view.session, row.id)
    items = Items(facts.items)
    filings = [item for item in items.current if item.code == _COMPLETION_FILING]
    also = {
        Milestone.ESTABLISHED: established_on(items) is not None,
        Milestone.AGREEMENT: known.has_investment_agreement,
        Milestone.STATS_ENTRY: known.has_stats_entry,
        Milestone.SCALE_ENTRY: known.has_scale_entry,
    }
    return GateFacts(
        status=row.status,
        gates=gates_of(row),
        reached=facts.reached | {kind for kind, is_reached in also.items() if is_reached},
        route=row.route,
        certificates=certificates(facts.items, rules, facts.route),
        start_ready=facts.route is not None and start_ready(facts.items, rules, facts.route),
        evidence=known.evidence,
        has_site=known.has_site,
        has_land=row.area_mu is not None or known.is_leased,
        has_investment=row.investment_yuan is not None,
        has_output=row.output_yuan is not None,
        has_tax=known.has_tax,
        has_elements=known.has_elements,
        review=known.review,
        has_licence=known.has_licence,
        has_stats_code=known.has_stats_code,
        is_completion_filed=bool(filings) and all(item.is_done or not item.is_applicable for item in filings),
        commitments_open=known.commitments_open,
        is_supervision_over=known.supervised_until is not None and known.supervised_until < view.today,
    )
