from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from fangzi_desktop.domain.agreements import SupportGap
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import AgreementKind, FairReview
from fangzi_desktop.services.agreements import AgreementForm, add_agreement
from fangzi_desktop.services.payouts import PayoutForm, add_payout
from fangzi_desktop.services.support import (
    SupportForm,
    SupportLine,
    add_support,
    add_supports,
    edit_support,
    remove_support,
    supports,
)
from fangzi_desktop.services.workspace import Workspace
from tests.builders import a_project

WHOLE = SupportForm(
    "设备投资补助",
    "科技含量",
    3_000_000,
    "设备到位并投产",
    "鲁政发〔2021〕4号",
    FairReview.PASSED,
    "坊市监审〔2022〕8号",
    date(2022, 8, 1),
)


def read(workspace: Workspace, project: str) -> SupportLine:
    (line,) = workspace.read(supports, project)
    return line


def test_a_policy_is_kept_with_what_it_rests_on(workspace: Workspace) -> None:
    project = workspace.do(a_project).value
    signed = AgreementForm(AgreementKind.SUPPORT, date(2022, 8, 21), "坊扶〔2022〕3号")
    agreement = workspace.do(add_agreement, project, signed).value
    form = replace(WHOLE, agreement_id=agreement)
    workspace.do(add_support, project, form)
    line = read(workspace, project)
    assert (line.form, line.gaps, line.is_barred) == (form, (), False)
    assert line.agreement == "扶持政策协议（坊扶〔2022〕3号）"


def test_what_the_law_misses_is_told_and_not_refused(workspace: Workspace) -> None:
    project = workspace.do(a_project).value
    one = workspace.do(add_support, project, SupportForm(" 房租\n补贴 ")).value
    line = read(workspace, project)
    assert line.form.name == "房租补贴"
    assert line.gaps == (SupportGap.NO_BASIS, SupportGap.NOT_REVIEWED)
    workspace.do(edit_support, one, replace(WHOLE, fair_review=FairReview.FAILED))
    assert read(workspace, project).is_barred


def test_payments_beyond_the_sum_are_told(workspace: Workspace) -> None:
    project = workspace.do(a_project).value
    one = workspace.do(add_support, project, WHOLE).value
    for amount in (2_000_000, 1_500_000):
        workspace.do(add_payout, project, PayoutForm(one, date(2023, 6, 30), amount))
    line = read(workspace, project)
    assert (line.planned_yuan, line.paid_yuan) == (3_500_000, 0)
    assert line.gaps == (SupportGap.OVER_AMOUNT,)


@pytest.mark.parametrize(
    ("form", "code"),
    [
        (replace(WHOLE, name=" "), "support.no_name"),
        (replace(WHOLE, amount_yuan=-3), "support.amount_not_positive"),
        (replace(WHOLE, fair_review_on=date(2023, 3, 1)), "support.review_in_future"),
    ],
)
def test_a_row_that_cannot_be_right_refuses_all_that_were_pasted(
    workspace: Workspace, form: SupportForm, code: str
) -> None:
    project = workspace.do(a_project).value
    with pytest.raises(UserError) as refused:
        workspace.do(add_supports, project, [WHOLE, form])
    assert refused.value.code == code
    assert workspace.read(supports, project) == ()


def test_several_pasted_policies_are_one_act(workspace: Workspace) -> None:
    project = workspace.do(a_project).value
    assert workspace.do(add_supports, project, [WHOLE, replace(WHOLE, name="贷款贴息")]).value == 2
    workspace.undo()
    assert workspace.read(supports, project) == ()


def test_another_projects_agreement_is_refused(workspace: Workspace) -> None:
    first, second = workspace.do(a_project, "甲").value, workspace.do(a_project, "乙").value
    signed = AgreementForm(AgreementKind.SUPPORT, date(2022, 8, 21))
    agreement = workspace.do(add_agreement, first, signed).value
    with pytest.raises(UserError, match=r"support\.other_project"):
        workspace.do(add_support, second, replace(WHOLE, agreement_id=agreement))


def test_a_policy_with_payments_stays(workspace: Workspace) -> None:
    project = workspace.do(a_project).value
    one = workspace.do(add_support, project, WHOLE).value
    workspace.do(add_payout, project, PayoutForm(one, date(2023, 6, 30), 1))
    with pytest.raises(UserError, match=r"support\.in_use"):
        workspace.do(remove_support, one)
    workspace.undo()
    workspace.do(remove_support, one)
    assert workspace.read(supports, project) == ()
