"""Choosing a paper: its kind, its time, what it is about and its sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QCoreApplication, QSettings, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QWidget

from fangzi_desktop.domain.report_terms import ReportKind, Setting, Span, Subject
from fangzi_desktop.services.pinyin import search_key
from fangzi_desktop.services.report_subjects import ReportSubject, report_subjects
from fangzi_desktop.services.reports import ReportAsk, is_made
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.reports.period import PeriodField
from fangzi_desktop.ui.reports.subjects import SubjectBox

_KIND = "reports/kind"
_SUBJECT = "reports/subject/{subject}"
_SHEET = "reports/sheet/{kind}"
_USUAL = ReportKind.WEEKLY
_MOST_KINDS = 20


def grouped_kinds() -> Iterator[tuple[str, list[ReportKind]]]:
    """Yield the papers that can be made under what they are: issued, lists, of one project, of the team."""
    groups: dict[str, list[ReportKind]] = {
        _tr("编发"): [],
        _tr("清单"): [],
        _tr("单个项目"): [],
        _tr("专员、会议与走访"): [],
    }
    issued, lists, projects, others = groups.values()
    for kind in filter(is_made, ReportKind):
        if kind.is_issued:
            issued.append(kind)
        elif kind.subject is Subject.ALL:
            lists.append(kind)
        else:
            (projects if kind.subject is Subject.PROJECT else others).append(kind)
    yield from ((words, kinds) for words, kinds in groups.items() if kinds)


class Choosing(QFrame):
    """The strip over the pages. What is chosen but for the time is kept for the next start.

    `may_leave` is asked before a person goes to another paper.
    """

    chosen = Signal()
    refused = Signal(object)

    def __init__(self, desk: Desk, settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._settings = settings
        self.may_leave: Callable[[], bool] = _always
        self._kind = self._stored_kind()
        self.period = PeriodField(self._today, self)
        self.subject = SubjectBox(self)
        self._build()
        self._taken = ReportAsk(self._kind)
        self.take(self._taken)
        self.kinds.activated.connect(self._choose_kind)
        self.period.chosen.connect(self._tell)
        self.period.refused.connect(self.refused)
        self.subject.chosen.connect(self._choose_subject)
        self.sheets.activated.connect(self._choose_sheet)

    @property
    def ask(self) -> ReportAsk:
        """The paper that is chosen."""
        kind = self._kind
        setting = Setting(self.sheets.currentData()) if kind.sheets else None
        period = self.period.period if kind.span is not Span.DAY else ""
        return ReportAsk(kind, period, self.subject.subject, setting)

    @property
    def is_complete(self) -> bool:
        """Whether there is anything for the paper to be about."""
        return self._kind.subject is Subject.ALL or self.subject.count() > 0

    @property
    def subject_words(self) -> str:
        """The name of what the paper is about; "" for all projects."""
        return self.subject.currentText() if self.subject.subject else ""

    def take(self, ask: ReportAsk) -> None:
        """Choose a paper; what it leaves open is what was chosen last, or the present."""
        self._kind = kind = ask.kind
        self._settings.setValue(_KIND, kind.value)
        self.kinds.setCurrentIndex(max(self.kinds.findData(kind.value), 0))
        self._show_period(ask.period)
        if ask.subject:
            self._settings.setValue(_SUBJECT.format(subject=kind.subject), ask.subject)
        self._offer_sheets(ask.setting)
        self.refresh()
        self._taken = self.ask

    def refresh(self) -> None:
        """Read again what there is to choose from, and what day it is."""
        self._show_period(self.period.period if self._kind.span is not Span.DAY else "")
        subject = self._kind.subject
        self.subject.setVisible(subject is not Subject.ALL)
        everybody = [_everybody()] if subject is Subject.OFFICER else []
        offered = [*everybody, *self._desk.read(report_subjects, subject)]
        # Without a choice so far the first is shown, and stays even where another comes to stand before it.
        chosen = str(self._settings.value(_SUBJECT.format(subject=subject), "")) or self.subject.subject
        self.subject.setEnabled(bool(offered))
        self.subject.setAccessibleName(subject.zh)
        self.subject.field.setPlaceholderText(_tr("名称、拼音或首字母"))
        self.subject.offer(offered, chosen)

    def step(self, steps: int) -> None:
        """Go so many weeks or months on, or back."""
        self.period.step(steps)

    @property
    def _today(self) -> date:
        return self._desk.workspace.today

    def _stored_kind(self) -> ReportKind:
        stored = str(self._settings.value(_KIND, ""))
        made = [kind for kind in ReportKind if is_made(kind)]
        return next((kind for kind in made if kind.value == stored), _USUAL)

    def _show_period(self, period: str) -> None:
        kind = self._kind
        # A month is no week: a time of another length is not taken over.
        if ("W" in period) is not (kind.span is Span.WEEK):
            period = ""
        self.period.take(kind.span, period, ahead=kind.looks_ahead, today=self._today)
        self._day.setVisible(kind.span is Span.DAY)
        self._day.setText(_tr("按{day}的情况").format(day=wording.day(self._today, self._today)))

    def _offer_sheets(self, setting: Setting | None) -> None:
        kind = self._kind
        key = _SHEET.format(kind=kind)
        if setting is not None:
            self._settings.setValue(key, setting.value)
        stored = str(self._settings.value(key, ""))
        self.sheets.clear()
        for one in kind.sheets:
            self.sheets.addItem(one.zh, one.value)
        place = next((n for n, one in enumerate(kind.sheets) if one.value == stored), 0)
        self.sheets.setCurrentIndex(place)
        self.sheets.setVisible(bool(kind.sheets))

    def _choose_kind(self, place: int) -> None:
        kind = ReportKind(self.kinds.itemData(place))
        if kind is not self._kind:
            before = self._taken
            self.take(replace(self.ask, kind=kind, subject="", setting=None))
            self._taken = before
            self._tell()

    def _choose_subject(self, subject: str) -> None:
        self._settings.setValue(_SUBJECT.format(subject=self._kind.subject), subject)
        self._tell()

    def _choose_sheet(self) -> None:
        self._settings.setValue(_SHEET.format(kind=self._kind), self.sheets.currentData())
        self._tell()

    def _tell(self) -> None:
        """Tell that another paper was chosen, or go back to the one that is not to be left."""
        if self.may_leave():
            self._taken = self.ask
            self.chosen.emit()
            return
        former = self._taken
        self._settings.setValue(_SUBJECT.format(subject=former.kind.subject), former.subject)
        self.take(former)

    # Making.

    def _build(self) -> None:
        self.setObjectName("report-strip")
        self.kinds = QComboBox(self)
        self.kinds.setObjectName("report-kind")
        self.kinds.setAccessibleName(_tr("报告"))
        self.kinds.setMaxVisibleItems(_MOST_KINDS)
        self.kinds.setModel(self._kind_model())
        self.kinds.setMinimumWidth(150)
        self.sheets = QComboBox(self)
        self.sheets.setObjectName("report-sheet")
        self.sheets.setAccessibleName(_tr("纸张"))
        self._day = QLabel("", self)
        self._day.setObjectName("report-day")
        self._day.setProperty("kind", "secondary")
        self.subject.setMinimumWidth(220)
        self.subject.setMaximumWidth(420)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(10)
        for widget in (self.kinds, self.period, self.subject, self.sheets, self._day):
            row.addWidget(widget)
        row.addStretch(1)
        self.row = row

    def _kind_model(self) -> QStandardItemModel:
        model = QStandardItemModel(self)
        for words, kinds in grouped_kinds():
            head = QStandardItem(words)
            head.setFlags(Qt.ItemFlag.NoItemFlags)
            model.appendRow(head)
            for kind in kinds:
                item = QStandardItem(kind.zh)
                item.setData(kind.value, Qt.ItemDataRole.UserRole)
                model.appendRow(item)
        return model


def _always() -> bool:
    return True


def _everybody() -> ReportSubject:
    words = _tr("全部专员")
    return ReportSubject("", words, search_key(words))


def _tr(words: str) -> str:
    return QCoreApplication.translate("reports", words)
