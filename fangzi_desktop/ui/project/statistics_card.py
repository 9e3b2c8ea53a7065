"""One entry into statistics as a card: where it stands, its window, papers, findings and returns."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from fangzi_desktop.domain.stage_terms import StatsKind, StatsMaterial, StatsState
from fangzi_desktop.domain.terms import Light
from fangzi_desktop.services.statistics import (
    PaperLine,
    StatsLine,
    remove_entry,
    remove_return,
    tick_stats_material,
    untick_stats_material,
)
from fangzi_desktop.ui import theme, wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.project import statistics_dialogs as dialogs
from fangzi_desktop.ui.project.asking import asked
from fangzi_desktop.ui.project.statistics_words import basis_words, why_words, window_words

_PAPER_HEIGHT = 24
_TONES = {
    StatsState.RETURNED: "soon",
    StatsState.READY: "accent",
    StatsState.PREPARING: "accent",
    StatsState.FILED: "accent",
    StatsState.ENTERED: "good",
}


class EntryCard(QFrame):
    """投资纳统 or 升规纳统 of one project."""

    def __init__(self, desk: Desk, kind: StatsKind, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setObjectName(f"stats-{kind.value}")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Maximum)
        self._desk = desk
        self._line: StatsLine | None = None
        self._title = QLabel(kind.zh, self)
        self._title.setProperty("kind", "card-title")
        self.state = self._label("mark")
        self.state.setWordWrap(False)
        self.basis = self._label("")
        self.window_words = self._label("why")
        self.window_words.setContentsMargins(8, 5, 8, 5)
        self.why = self._label("secondary")
        self.findings = self._links()
        self.returns = self._links()
        self._papers_title = self._label("column-title")
        self._papers = QGridLayout()
        self._papers.setHorizontalSpacing(6)
        self._papers.setVerticalSpacing(2)
        self._papers.setColumnStretch(0, 1)
        self.ticks: dict[StatsMaterial, QCheckBox] = {}
        self._shown: tuple[PaperLine, ...] = ()
        self._days: list[QToolButton] = []
        self._buttons: list[tuple[QPushButton, Callable[[StatsLine], bool]]] = []
        self._build()

    @property
    def line(self) -> StatsLine | None:
        """The entry shown."""
        return self._line

    def show_line(self, line: StatsLine) -> None:
        """Show an entry."""
        self._line = line
        today = self._desk.workspace.today
        self._dress(self.state, "tone", _TONES.get(line.state, ""))
        self.state.setText(line.state.zh)
        self.basis.setText("\n".join(basis_words(line, today)))
        sign = f"{line.light.sign} " if line.light is not Light.GREY else ""
        self.window_words.setText(sign + window_words(line, today))
        self._dress(self.window_words, "light", line.light.value if line.light is not Light.GREY else "")
        _say(self.why, why_words(line, today))
        _say(self.findings, _finding_words(line))
        _say(self.returns, _return_words(line))
        self._show_papers(line)
        for button, needs in self._buttons:
            button.setVisible(needs(line))

    def take_focus(self) -> None:
        """Give the keyboard to the first thing that can be done."""
        shown = [button for button, _ in self._buttons if button.isVisibleTo(self)]
        (shown[0] if shown else self).setFocus()

    # What can be done.

    def _ask(self, ask: Callable[[Desk, StatsLine, QWidget], dialogs.Dialog]) -> None:
        if self._line is not None:
            asked(ask(self._desk, self._line, self))

    def _take_back_entry(self) -> None:
        if self._line is not None:
            self._desk.do(remove_entry, self._line.project_id, self._line.kind)

    def _follow(self, link: str) -> None:
        if self._line is None:
            return
        what, _, name = link.partition(":")
        if what == "return":
            self._desk.do(remove_return, name)
        else:
            asked(dialogs.ask_file(self._desk, self._line, self, name))

    def _tick(self, material: StatsMaterial) -> None:
        if self._line is None:
            return
        own = (self._line.project_id, self._line.kind, material)
        if self.ticks[material].isChecked():
            self._desk.do(tick_stats_material, *own, self._desk.workspace.today)
        else:
            self._desk.do(untick_stats_material, *own)

    def _ask_day(self, paper: PaperLine) -> None:
        if self._line is not None and paper.received_on is not None:
            asked(dialogs.ask_paper_day(self._desk, self._line, paper.material, paper.received_on, self))

    # Showing.

    def _show_papers(self, line: StatsLine) -> None:
        words = self.tr("必备材料 {there}/{needed}")
        self._papers_title.setText(words.format(there=line.papers_there, needed=line.papers_needed))
        before, self._shown = self._shown, line.papers
        if _names(before) != _names(line.papers):
            self._make_papers(line)
        for place, paper in enumerate(line.papers):
            self.ticks[paper.material].setChecked(paper.received_on is not None)
            day = self._days[place]
            day.setVisible(paper.received_on is not None)
            if paper.received_on is not None:
                day.setText(wording.day(paper.received_on, self._desk.workspace.today))

    def _make_papers(self, line: StatsLine) -> None:
        while (item := self._papers.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.ticks.clear()
        self._days = []
        for place, paper in enumerate(line.papers):
            name = paper.material.zh
            if not paper.is_needed:
                name = self.tr("{name}（有则报）").format(name=name)
            tick = QCheckBox(name, self)
            tick.setObjectName(f"stats-paper-{paper.material.value.replace('_', '-')}")
            tick.setToolTip(name)
            tick.setMinimumWidth(0)
            tick.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            tick.setFixedHeight(_PAPER_HEIGHT)
            tick.clicked.connect(partial(self._tick, paper.material))
            day = QToolButton(self)
            day.setProperty("kind", "quiet")
            day.setFixedHeight(_PAPER_HEIGHT)
            day.setToolTip(self.tr("更改备齐日期"))
            day.setAccessibleName(self.tr("更改“{name}”的备齐日期").format(name=paper.material.zh))
            day.clicked.connect(partial(self._ask_day_of, place))
            self.ticks[paper.material] = tick
            self._days.append(day)
            self._papers.addWidget(tick, place, 0)
            self._papers.addWidget(day, place, 1)

    def _ask_day_of(self, place: int) -> None:
        self._ask_day(self._shown[place])

    def _dress(self, label: QLabel, name: str, value: str) -> None:
        if label.property(name) != value:
            label.setProperty(name, value)
            label.style().unpolish(label)
            label.style().polish(label)

    # Making.

    def _label(self, kind: str) -> QLabel:
        label = QLabel("", self)
        label.setProperty("kind", kind)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label

    def _links(self) -> QLabel:
        label = self._label("")
        label.setTextFormat(Qt.TextFormat.RichText)
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        label.linkActivated.connect(self._follow)
        return label

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title)
        head.addWidget(self.state)
        head.addStretch()
        box = QVBoxLayout(self)
        box.setContentsMargins(14, 10, 14, 12)
        box.setSpacing(6)
        box.addLayout(head)
        for widget in (self.basis, self.window_words, self.why, self.findings, self._papers_title):
            box.addWidget(widget)
        box.addLayout(self._papers)
        box.addWidget(self.returns)
        box.addLayout(self._make_buttons())

    def _make_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        acts: tuple[tuple[str, str, Callable[[], object], Callable[[StatsLine], bool]], ...] = (
            (self.tr("登记申报"), "file", partial(self._ask, dialogs.ask_filing), lambda one: one.is_open),
            (
                self.tr("改报下一窗口"),
                "wait",
                partial(self._ask, dialogs.ask_wait),
                lambda one: one.window is not None,
            ),
            (self.tr("登记入库"), "enter", partial(self._ask, dialogs.ask_entry), _may_enter),
            (self.tr("登记退回"), "return", partial(self._ask, dialogs.ask_return), _is_filed),
            (self.tr("更正申报日期"), "refile", partial(self._ask, dialogs.ask_filing), _is_filed),
            (self.tr("撤回入库登记"), "leave", self._take_back_entry, _is_entered),
            (self.tr("材料内容…"), "edit", partial(self._ask, dialogs.ask_file), lambda one: True),
        )
        for words, name, slot, needs in acts:
            button = QPushButton(words, self)
            button.setObjectName(f"{self.objectName()}-{name}")
            button.setProperty("kind", "small")
            button.clicked.connect(partial(_call, slot))
            row.addWidget(button)
            self._buttons.append((button, needs))
        row.addStretch()
        return row


def _call(slot: Callable[[], object], _checked: bool = False) -> None:
    """Qt tells a clicked button's state, which no act asks for."""
    slot()


def _may_enter(line: StatsLine) -> bool:
    return line.state in (StatsState.PREPARING, StatsState.READY, StatsState.FILED, StatsState.RETURNED)


def _is_filed(line: StatsLine) -> bool:
    return line.state is StatsState.FILED


def _is_entered(line: StatsLine) -> bool:
    return line.state is StatsState.ENTERED


def _say(label: QLabel, words: str) -> None:
    label.setText(words)
    label.setVisible(bool(words))


def _names(papers: tuple[PaperLine, ...]) -> list[tuple[StatsMaterial, bool]]:
    return [(one.material, one.is_needed) for one in papers]


def _finding_words(line: StatsLine) -> str:
    look = _tr("核对")
    amber, accent = theme.colour("amber").name(), theme.colour("accent").name()
    return "<br>".join(
        f'<span style="color:{amber}">▲</span> {escape(one.text)} '
        f'<a style="color:{accent}" href="field:{one.field}">{look}</a>'
        for one in line.findings
    )


def _return_words(line: StatsLine) -> str:
    accent, remove = theme.colour("accent").name(), _tr("删除")
    said = []
    for one in line.returns:
        reason = escape(one.reason).replace("\n", "<br>")
        words = _tr("{day}退回：{reason}").format(day=wording.full_day(one.returned_on), reason=reason)
        if one.filed_again_on is not None:
            words += _tr("（{day}重新申报）").format(day=wording.full_day(one.filed_again_on))
        said.append(f'{words} <a style="color:{accent}" href="return:{one.id}">{remove}</a>')
    return "<br>".join(said)


def _tr(words: str) -> str:
    return QCoreApplication.translate("project", words)
