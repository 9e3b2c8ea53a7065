"""分期: the phases of a project with their own area, money and dates, and what they come to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLabel, QWidget

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.phases import PHASE_DATES, Phase, RollUp, hectares, intensity, share
from fangzi_desktop.domain.terms import Milestone
from fangzi_desktop.services.parts import remove_part
from fangzi_desktop.services.phases import PhaseForm, Phases, add_phase, edit_phase, phases
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.project.asking import asked
from fangzi_desktop.ui.records import fields
from fangzi_desktop.ui.records.dialog import RecordDialog
from fangzi_desktop.ui.records.fields import show_when
from fangzi_desktop.ui.records.section import RecordSection
from fangzi_desktop.ui.sorted_lines import Column


@dataclass(frozen=True, slots=True)
class _Typed:
    """A phase as its dialog holds it: one attribute a field."""

    name: str = ""
    area_mu: Decimal | None = None
    investment_yuan: int | None = None
    fixed_investment_yuan: int | None = None
    planned_start: PartialDate | None = None
    start: PartialDate | None = None
    planned_completion: PartialDate | None = None
    completed: PartialDate | None = None
    planned_production: PartialDate | None = None
    production: PartialDate | None = None


def intensity_words(phase: Phase) -> str:
    """The 投资强度 of a phase in 万元/亩, by its fixed investment, else marked as being by the total."""
    own = intensity(phase.fixed_investment_yuan, phase.area_mu)
    if own is not None:
        return wording.figure(own)
    by_total = intensity(phase.investment_yuan, phase.area_mu)
    return _tr("{figure}（按总投资）").format(figure=wording.figure(by_total)) if by_total is not None else ""


def _columns() -> tuple[Column[Phase], ...]:
    def dated(planned: Milestone, actual: Milestone) -> Column[Phase]:
        def words(phase: Phase) -> str:
            if actual in phase.dates:
                return show_when(phase.dates[actual])
            plan = phase.dates.get(planned)
            return _tr("计划 {day}").format(day=show_when(plan)) if plan is not None else ""

        return Column(
            actual.zh,
            150,
            words,
            lambda one: found if (found := one.dates.get(actual) or one.dates.get(planned)) else None,
        )

    return (
        Column(_tr("期"), 130, lambda one: one.name, lambda one: one.name),
        Column(_tr("面积(亩)"), 90, lambda one: wording.figure(one.area_mu), _area, is_figure=True),
        Column(
            _tr("总投资(万元)"),
            110,
            lambda one: wording.wan(one.investment_yuan),
            lambda one: one.investment_yuan,
            is_figure=True,
        ),
        Column(
            _tr("固定资产投资(万元)"),
            136,
            lambda one: wording.wan(one.fixed_investment_yuan),
            lambda one: one.fixed_investment_yuan,
            is_figure=True,
        ),
        Column(_tr("投资强度(万元/亩)"), 150, intensity_words, _intensity, is_figure=True),
        dated(Milestone.PLANNED_START, Milestone.START),
        dated(Milestone.PLANNED_COMPLETION, Milestone.COMPLETED),
        dated(Milestone.PLANNED_PRODUCTION, Milestone.PRODUCTION),
    )


def _area(phase: Phase) -> Decimal | None:
    return phase.area_mu


def _intensity(phase: Phase) -> Decimal | None:
    return intensity(phase.fixed_investment_yuan or phase.investment_yuan, phase.area_mu)


def together_words(read: Phases) -> str:
    """Say what the phases come to, and what is left of the project's totals."""
    if not read.phases:
        return ""
    total, rest, project = read.together.total, read.together.rest, read.project
    parts = []
    if total.area_mu is not None:
        words = _tr("各期合计 {area}").format(area=wording.area(total.area_mu))
        if project.area_mu is not None:
            words += _tr("，占项目 {whole}（{hectares}公顷）的 {share}%").format(
                whole=wording.area(project.area_mu),
                hectares=wording.figure(hectares(project.area_mu)),
                share=wording.figure(share(total.area_mu, project.area_mu)),
            )
        if rest.area_mu:
            word = _tr("，差 {area}") if rest.area_mu > 0 else _tr("，超出 {area}")
            words += word.format(area=wording.area(abs(rest.area_mu)))
        parts.append(words)
    if total.investment_yuan is not None:
        words = _tr("总投资合计 {money}").format(money=wording.money(total.investment_yuan))
        left = rest.investment_yuan
        if left:
            word = _tr("，比项目总投资少 {money}") if left > 0 else _tr("，比项目总投资多 {money}")
            words += word.format(money=wording.money(abs(left)))
        parts.append(words)
    parts += _span_words(read.together)
    if read.together.is_partial:
        parts.append(_tr("有的期还没填面积或投资"))
    return " · ".join(parts)


def _span_words(together: RollUp) -> list[str]:
    """When the first phase begins and the last one ends; an end only once every phase has one."""
    told = []
    for word, actual, planned in (
        (_tr("最早{event} {day}"), Milestone.START, Milestone.PLANNED_START),
        (_tr("最晚{event} {day}"), Milestone.COMPLETED, Milestone.PLANNED_COMPLETION),
    ):
        kind = actual if actual in together.dates else planned
        if kind in together.dates:
            told.append(word.format(event=kind.zh, day=show_when(together.dates[kind])))
    return told


class PhasesSection(RecordSection[Phase]):
    """The phases of a project. Enter changes one, Delete takes it out."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(
            "phase",
            _tr("分期"),
            _columns(),
            _tr("不分期建设的项目不用填。分期的，每期填自己的面积、投资和日期，合计自动与项目核对。"),
            parent,
        )
        self._desk = desk
        self._project = ""
        self.together = QLabel("", self)
        self.together.setWordWrap(True)
        self.together.setProperty("kind", "secondary")
        self.add_below(self.together)
        self.add_action(_tr("修改"), "edit-phase", self._ask_edit, on_one=True)
        self.add_action(_tr("删除"), "remove-phase", self._remove, on_one=True)
        self.add_action(_tr("添加分期"), "add-phase", self._ask_new)
        self.opened.connect(self._ask_edit)
        self.removed.connect(self._remove)

    def show_project(self, project_id: str) -> None:
        """Show a project's phases."""
        self._project = project_id
        read = self._desk.read(phases, project_id)
        self.show_lines(read.phases)
        words = together_words(read)
        self.together.setText(words)
        self.together.setVisible(bool(words))

    def _ask_new(self) -> None:
        project = self._project

        def submit(form: _Typed) -> object:
            return self._desk.attempt(add_phase, project, _form(form))

        self._ask(_tr("添加分期"), _Typed(_next_name(self.model.lines)), submit, None)

    def _ask_edit(self) -> None:
        phase = self.current
        if phase is None:
            return
        part = phase.id

        def submit(form: _Typed) -> object:
            return self._desk.attempt(edit_phase, part, _form(form))

        self._ask(_tr("修改{name}").format(name=phase.name), _typed(phase), submit, ("project_part", part))

    def _ask(
        self, title: str, form: _Typed, submit: Callable[[_Typed], object], record: tuple[str, str] | None
    ) -> None:
        today = self._desk.workspace.today
        asks = (
            fields.text("name", _tr("名称")),
            fields.area("area_mu", _tr("面积")),
            fields.money("investment_yuan", _tr("总投资")),
            fields.money("fixed_investment_yuan", _tr("固定资产投资")),
            *(fields.when(kind.value, kind.zh, today) for kind in PHASE_DATES),
        )
        asked(RecordDialog(title, self._desk, asks, form, submit, self, record=record))
        self.table.setFocus()

    def _remove(self) -> None:
        phase = self.current
        if phase is not None:
            self._desk.do(remove_part, phase.id)


def _typed(phase: Phase) -> _Typed:
    return _Typed(
        phase.name,
        phase.area_mu,
        phase.investment_yuan,
        phase.fixed_investment_yuan,
        *(phase.dates.get(kind) for kind in PHASE_DATES),
    )


def _form(typed: _Typed) -> PhaseForm:
    dates = {kind: getattr(typed, kind.value) for kind in PHASE_DATES}
    return PhaseForm(typed.name, typed.area_mu, typed.investment_yuan, typed.fixed_investment_yuan, dates)


def _next_name(known: list[Phase]) -> str:
    names = {phase.name for phase in known}
    usual = (f"{number}期" for number in "一二三四五六七八九十")
    return next((name for name in usual if name not in names), "")


def _tr(words: str) -> str:
    return QCoreApplication.translate("project", words)
