"""What the list of commitments says: promises, payments, the ladder and the land of all projects."""

from __future__ import annotations

from fangzi_desktop.domain.deadlines import Limit
from fangzi_desktop.reports.commitments_input import (
    CommitmentsInput,
    LadderLine,
    LandLine,
    PaymentLine,
    PromiseLine,
)
from fangzi_desktop.services.commitments import CommitmentLine, commitment_lines
from fangzi_desktop.services.idle_land import land_to_act_on
from fangzi_desktop.services.ladder import pressing_rungs
from fangzi_desktop.services.payouts import PayoutLine, payouts
from fangzi_desktop.services.settings import team_settings
from fangzi_desktop.storage.work import View


def commitments_input(view: View) -> CommitmentsInput:
    """Return what both sides owe each other today."""
    team = team_settings(view)
    promises = commitment_lines(view)
    names = {one.id: one.label for one in promises}
    return CommitmentsInput(
        team=team.name,
        title=f"{team.district}重点项目履约清单",
        as_of=view.today,
        promises=tuple(_promise(one) for one in promises),
        payments=tuple(_payment(one) for one in payouts(view)),
        ladder=tuple(
            LadderLine(
                line.id,
                line.project_id,
                project,
                line.form.level,
                line.form.issued_on,
                line.light,
                line.about,
                line.form.due,
                line.form.document_no,
                line.form.reason,
            )
            for project, line in pressing_rungs(view, names)
        ),
        land=tuple(
            LandLine(
                one.project_id,
                one.project,
                one.land.reckoning.state,
                one.land.form.agreed_start,
                one.land.reckoning.idle_from,
                one.land.reckoning.fee_yuan,
                one.land.reckoning.words,
            )
            for one in land_to_act_on(view)
        ),
    )


def _promise(one: CommitmentLine) -> PromiseLine:
    form = one.form
    term = None
    if form.offset_amount is not None and form.offset_unit is not None:
        term = Limit(form.offset_amount, form.offset_unit)
    return PromiseLine(
        id=one.id,
        project_id=one.project_id,
        project=one.project,
        side=form.side,
        label=one.label,
        comparison=form.comparison,
        target=form.target,
        unit=form.unit,
        due=one.due_on,
        waits_for=one.waits_for,
        event=form.offset_event,
        term=term,
        light=one.light,
        responsible_unit=form.responsible_unit,
        evidence_required=form.evidence_required,
        evidence_no=one.evidence_no,
        actual=one.actual,
        actual_on=one.actual_on,
        share=one.share,
        result=one.result,
        settled_on=one.settled_on,
        next_check=one.next_check,
    )


def _payment(one: PayoutLine) -> PaymentLine:
    return PaymentLine(
        id=one.id,
        project_id=one.project_id,
        project=one.project,
        support=one.support,
        due=one.due,
        amount_yuan=one.amount_yuan,
        state=one.state,
        light=one.light,
        counterpart=one.counterpart,
        result=one.result,
        paid_on=one.paid_on,
        paid_yuan=one.paid_yuan,
        document_no=one.document_no,
    )
