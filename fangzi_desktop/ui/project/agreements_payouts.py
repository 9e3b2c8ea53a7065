"""兑付: what is to be paid when, what it waits for, and what has been paid."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.payouts import PayoutState, Totals
from fangzi_desktop.domain.terms import Light
from fangzi_desktop.services.payouts import (
    PaymentForm,
    PayoutForm,
    PayoutLine,
    add_payout,
    add_payouts,
    edit_payout,
    pay,
    payout_totals,
    payouts,
    remove_payout,
    take_back_payment,
    what_payouts_wait_for,
)
from fangzi_desktop.services.support import supports
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.project.agreements_support import prompt_label
from fangzi_desktop.ui.project.asking import asked
from fangzi_desktop.ui.records import fields
from fangzi_desktop.ui.records.dialog import RecordDialog
from fangzi_desktop.ui.records.fields import Field
from fangzi_desktop.ui.records.paste import read_pasted
from fangzi_desktop.ui.records.section import RecordSection
from fangzi_desktop.ui.sorted_lines import Column


class PayoutSection(RecordSection[PayoutLine]):
    """A project's payments. What waits for the enterprise is no debt and says what it waits for."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(
            "payout",
            _tr("兑付"),
            payout_columns(),
            _tr("还没有安排兑付。写明兑付时间和对应的企业承诺；企业履约后才应兑付。"),
            parent,
            light=payout_light,
            stretch=2,
            most_rows=6,
        )
        self._desk = desk
        self._project = ""
        self.prompt = prompt_label(self)
        self.add_action(_tr("登记兑付"), "pay-payout", self._ask_pay, needs=may_be_paid)
        self.add_action(_tr("撤销兑付登记"), "take-back-payment", self._take_back, needs=_is_paid)
        self.add_action(_tr("修改"), "edit-payout", self._ask_edit, on_one=True)
        self.add_action(_tr("删除"), "remove-payout", self._remove, needs=lambda one: not _is_paid(one))
        self._paste_button = self.add_action(_tr("粘贴"), "paste-payout", self._paste_copied)
        self._new = self.add_action(_tr("安排兑付"), "add-payout", self._ask_new, kind="primary")
        self.opened.connect(self._ask_edit)
        self.removed.connect(self._remove)
        self.pasted.connect(self._paste)
        self.chosen.connect(self._show_prompt)

    def show_project(self, project_id: str) -> None:
        """Read a project's payments."""
        self._project = project_id
        lines = self._desk.read(payouts, project_id)
        has_policy = bool(self._desk.read(supports, project_id))
        for button in (self._new, self._paste_button):
            button.setEnabled(has_policy)
            button.setToolTip("" if has_policy else _tr("请先登记扶持政策"))
        words = totals_words(payout_totals(lines, self._desk.workspace.today)) if lines else ""
        self.show_lines(lines, words)

    def _show_prompt(self) -> None:
        words = prompt_words(self.current) if self.current is not None else ""
        self.prompt.setText(words)
        self.prompt.setVisible(bool(words))

    def _ask_new(self) -> None:
        asked(ask_payout(self._desk, self._project, None, self))

    def _ask_edit(self) -> None:
        if self.current is not None:
            asked(ask_payout(self._desk, self._project, self.current, self))

    def _ask_pay(self) -> None:
        if self.current is not None:
            asked(ask_payment(self._desk, self.current, self))

    def _take_back(self) -> None:
        if self.current is not None:
            self._desk.do(take_back_payment, self.current.id)

    def _remove(self) -> None:
        if self.current is not None:
            self._desk.do(remove_payout, self.current.id)

    def _paste_copied(self) -> None:
        self._paste(QGuiApplication.clipboard().text())

    def _paste(self, pasted: str) -> None:
        asks = _asks(self._desk, self._project)
        known = asks[0].choices
        only = known[0][0] if len(known) == 1 else ""
        try:
            forms = [PayoutForm(**{"support_id": only, **row}) for row in read_pasted(pasted, asks)]
        except UserError as error:
            self._desk.refused.emit(error)
            return
        self._desk.do(add_payouts, self._project, forms)


def payout_columns() -> tuple[Column[PayoutLine], ...]:
    """The columns of a list of payments."""
    return (
        Column(_tr("状态"), 206, state_words, lambda one: (one.state is PayoutState.PAID, one.due)),
        Column(_tr("兑付时间"), 124, lambda one: wording.full_day(one.due), lambda one: one.due),
        Column(_tr("政策"), 170, lambda one: one.support, lambda one: one.support),
        Column(
            _tr("应兑付（万元）"),
            102,
            lambda one: wording.wan(one.amount_yuan),
            lambda one: one.amount_yuan,
            is_figure=True,
        ),
        Column(_tr("对应承诺"), 176, _counterpart_words, lambda one: one.counterpart or None),
        Column(
            _tr("实际兑付（万元）"),
            114,
            lambda one: wording.wan(one.paid_yuan),
            lambda one: one.paid_yuan,
            is_figure=True,
        ),
        Column(_tr("兑付日期"), 124, lambda one: wording.full_day(one.paid_on), lambda one: one.paid_on),
        Column(_tr("文号"), 150, lambda one: one.document_no, lambda one: one.document_no or None),
    )


def state_words(line: PayoutLine) -> str:
    """Where a payment stands: what it waits for, or its light while it is owed and calls."""
    if line.state is PayoutState.HELD:
        return _tr("待企业履约：{commitment}").format(commitment=line.counterpart)
    if line.state is PayoutState.OWED and line.light in (Light.YELLOW, Light.RED):
        return _tr("{light}·{state}").format(light=line.light.zh, state=line.state.zh)
    return line.state.zh


def payout_light(line: PayoutLine) -> Light:
    """A payment that is made is well; one that is held has no light."""
    return Light.GREEN if line.state is PayoutState.PAID else line.light


def prompt_words(line: PayoutLine) -> str:
    """Say what the rules ask of a payment as it stands."""
    if line.state is PayoutState.OWED and line.light is Light.RED:
        return _tr(
            "《优化营商环境条例》第三十一条：政府应当履行依法作出的政策承诺和订立的合同，"
            "不得以换届、机构或者职能调整、相关责任人更替等为由违约；依法变更的应当补偿。"
        )
    if line.state is PayoutState.HELD:
        return _tr("企业承诺认定为达标或豁免后才应兑付；在此之前不计入政府逾期。")
    if line.state is PayoutState.PARTIAL:
        return _tr("企业只部分达标；仍要兑付的，登记时写明理由和依据。")
    if line.state is PayoutState.UNMET:
        return _tr("企业未达标，暂不兑付；按履约处置程序办理，整改后重新认定。")
    if line.state is PayoutState.SUSPENDED:
        return _tr("已作出书面履约决定或更高处置，处置了结前暂停兑付；违约情况消除后在处置记录中了结。")
    if line.state is PayoutState.BARRED:
        return _tr("《公平竞争审查条例》第十八条：审查未通过的政策措施不得出台，本笔不得兑付。")
    return ""


def totals_words(sums: Totals) -> str:
    """Say the sums of payments in 万元."""
    return _tr("合计应兑付 {agreed} 万元 · 到期未付 {due} · 已兑付 {paid} · 待企业履约 {held}").format(
        agreed=wording.wan(sums.agreed),
        due=wording.wan(sums.due),
        paid=wording.wan(sums.paid),
        held=wording.wan(sums.held),
    )


def may_be_paid(line: PayoutLine) -> bool:
    """Whether a payment can be recorded as made."""
    return line.state in (PayoutState.OWED, PayoutState.PARTIAL)


def _is_paid(line: PayoutLine) -> bool:
    return line.state is PayoutState.PAID


def _counterpart_words(line: PayoutLine) -> str:
    if line.result is None:
        return line.counterpart
    return _tr("{commitment}（{result}）").format(commitment=line.counterpart, result=line.result.zh)


def ask_payout(
    desk: Desk, project_id: str, line: PayoutLine | None, parent: QWidget
) -> RecordDialog[PayoutForm]:
    """Return the dialog that asks for a payment to come, or for what is to change in one."""
    asks = _asks(desk, project_id)
    if line is None:
        first = asks[0].choices[0][0]
        return RecordDialog(
            _tr("安排兑付"),
            desk,
            asks,
            PayoutForm(first),
            lambda form: desk.attempt(add_payout, project_id, form),
            parent,
        )
    known = line.id
    form = PayoutForm(line.support_id, line.due, line.amount_yuan, line.commitment_id, line.note)
    paid = line.paid_on
    return RecordDialog(
        _tr("修改兑付安排"),
        desk,
        asks if paid is None else asks[-1:],
        form,
        lambda form: desk.attempt(edit_payout, known, form),
        parent,
        record=("payout", known),
        about=_paid_words(line, paid) if paid is not None else "",
    )


def _paid_words(line: PayoutLine, on: date) -> str:
    return _tr("{policy}已于{day}兑付{money}，只能修改备注；登记有误的，先撤销兑付登记。").format(
        policy=line.support, day=wording.full_day(on), money=wording.money(line.paid_yuan)
    )


def _asks(desk: Desk, project_id: str) -> tuple[Field, ...]:
    policies = [(one.id, one.form.name) for one in desk.read(supports, project_id)]
    promises = desk.read(what_payouts_wait_for, project_id)
    return (
        fields.pick("support_id", _tr("扶持政策"), policies),
        fields.day("due", _tr("兑付时间"), desk.workspace.today, needed=True),
        fields.money("amount_yuan", _tr("应兑付")),
        fields.pick("commitment_id", _tr("对应承诺"), promises, _tr("不以企业承诺为前提")),
        fields.text("note", _tr("备注"), lines=2),
    )


def ask_payment(desk: Desk, line: PayoutLine, parent: QWidget) -> RecordDialog[PaymentForm]:
    """Return the dialog that asks how a payment was made."""
    today = desk.workspace.today
    known = line.id
    words = _tr("{policy} 应兑付{money}").format(policy=line.support, money=wording.money(line.amount_yuan))
    if line.counterpart:
        words = "，".join((words, _tr("对应承诺：{words}").format(words=_counterpart_words(line))))
    return RecordDialog(
        _tr("登记兑付"),
        desk,
        (
            fields.day("on", _tr("兑付日期"), today, needed=True),
            fields.money("yuan", _tr("实际兑付")),
            fields.text("document_no", _tr("文号")),
            fields.text("reason", _tr("理由和依据"), _tr("少付或部分达标时须写明"), lines=2),
            fields.day("rest_due", _tr("余款兑付时间"), today, _tr("分次兑付时填写，余款另列一笔")),
        ),
        replace(PaymentForm(today), yuan=line.amount_yuan),
        lambda form: desk.attempt(pay, known, form),
        parent,
        about=words,
    )


def _tr(words: str) -> str:
    return QCoreApplication.translate("project", words)
