"""设置: the team, where its data lies and is copied to, the calendar and the look."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSettings, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QRadioButton,
    QScrollArea,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from fangzi_desktop.domain.deadlines import WEEKDAYS
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.workdays import CalendarYear
from fangzi_desktop.services import calendar, copies, upkeep
from fangzi_desktop.services.settings import change_team, team_settings
from fangzi_desktop.services.workspace import Changes
from fangzi_desktop.ui import theme
from fangzi_desktop.ui.desk import Desk, Job
from fangzi_desktop.ui.field.known_copies import KnownCopies
from fangzi_desktop.ui.field.opening import ask_to_open
from fangzi_desktop.ui.page import Page
from fangzi_desktop.ui.settings.alert_rules import AlertRulesCard
from fangzi_desktop.ui.settings.assessment import AssessmentCard
from fangzi_desktop.ui.settings.dialogs import approve_year, ask_notice
from fangzi_desktop.ui.settings.idle_limits import IdleLimitCard
from fangzi_desktop.ui.settings.lights import LightsCard
from fangzi_desktop.ui.settings.parts import act_button, in_a_row
from fangzi_desktop.ui.settings.removal import RemovalCard
from fangzi_desktop.ui.settings.statistics import StatisticsRulesCard
from fangzi_desktop.ui.settings.telling import TellingCard
from fangzi_desktop.ui.settings.templates import TemplatesCard
from fangzi_desktop.ui.settings.wording import check_words, copies_words, missing_words
from fangzi_desktop.ui.settings.years import YearModel

_YEARS_SHOWN = 8
_FILES = "放假安排 (*.ics *.json *.csv *.txt)"


class SettingsPage(Page):
    """设置. Everything on it takes effect at once and can be undone, but for the look and the copies."""

    look_changed = Signal()
    backed_up = Signal()

    def __init__(self, desk: Desk, settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("设置"), parent)
        self._desk = desk
        self._settings = settings
        self._folder = desk.workspace.store.folder
        self.years = YearModel(self)
        self._build()
        desk.changed.connect(self._follow)

    @property
    def is_searchable(self) -> bool:
        """Whether the search field finds anything on this page."""
        return False

    def refresh(self) -> None:
        team = self._desk.read(team_settings)
        self._name.setText(team.name)
        self._district.setText(team.district)
        self._code.setText(team.document_code)
        self._code.setPlaceholderText(team.code)
        self._meeting.setCurrentIndex(team.meeting_weekday)
        self._mark_team()
        self._show_years()
        head = self._years.horizontalHeader().sizeHint().height()
        rows = min(self.years.rowCount(), _YEARS_SHOWN)
        self._years.setMinimumHeight(rows * theme.ROW_HEIGHT + head + 4)
        self.show_copies()
        for card in self._rules:
            card.refresh()

    def _follow(self, changes: Changes[object]) -> None:
        if not self.isVisible():
            self.mark_stale()
        elif not self._is_team_edited() or changes.touches("setting"):
            self.refresh()
        else:
            # What is being typed is not taken away by somebody else's act.
            self._show_years()
            for card in self._rules:
                card.follow(changes)

    # The team.

    def _is_team_edited(self) -> bool:
        team = self._desk.read(team_settings)
        typed = tuple(field.text().strip() for field in (self._name, self._district, self._code))
        stored = (team.name, team.district, team.document_code)
        return typed != stored or self._meeting.currentIndex() != team.meeting_weekday

    def _mark_team(self) -> None:
        self._save.setEnabled(self._is_team_edited())

    def _save_team(self) -> None:
        if self._is_team_edited():
            name, district, code = (field.text() for field in (self._name, self._district, self._code))
            self._desk.do(change_team, name, district, code, self._meeting.currentIndex())

    # The data.

    def _open_folder(self) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder))):
            self._desk.refused.emit(UserError("folder.cannot_open", path=str(self._folder)))

    def _copy_path(self) -> None:
        QGuiApplication.clipboard().setText(str(self._folder))
        self._copied.setText(self.tr("已复制"))

    def _open_package(self) -> None:
        ask_to_open(self._desk, self._settings, self)
        self._field_copies.refresh()

    def _back_up(self) -> None:
        self._back_up_button.setEnabled(False)
        self._copies.setText(self.tr("正在备份…"))
        job = self._desk.start(self._copy_data)
        # Bound methods, so that what another thread tells is heard on the window's own.
        job.done.connect(self._tell_back_up)
        job.refused.connect(self._refuse)
        job.finished.connect(self._end_back_up)

    def _copy_data(self, job: Job) -> object:
        return copies.backup(self._desk.workspace).path

    def _tell_back_up(self) -> None:
        self.backed_up.emit()

    def _refuse(self, error: UserError) -> None:
        self._desk.refused.emit(error)

    def _end_back_up(self) -> None:
        self._back_up_button.setEnabled(True)
        self.show_copies()

    def show_copies(self) -> None:
        """Say again what copies there are."""
        self._copies.setText(copies_words(copies.kept_copies(self._folder)))

    def _check(self) -> None:
        self._check_button.setEnabled(False)
        self._checked.setText(self.tr("正在检查…"))
        self._checked.setProperty("kind", "secondary")
        self._checked.show()
        job = self._desk.start(self._look_for_problems)
        job.done.connect(self._show_check)
        job.refused.connect(self._refuse_check)
        job.finished.connect(self._end_check)

    def _look_for_problems(self, job: Job) -> object:
        return upkeep.check_folder(self._desk.workspace)

    def _show_check(self, problems: Sequence[str]) -> None:
        self._checked.setText(check_words(problems))
        self._checked.setProperty("kind", "problem" if problems else "well")
        self._checked.style().unpolish(self._checked)
        self._checked.style().polish(self._checked)

    def _end_check(self) -> None:
        self._check_button.setEnabled(True)

    def _refuse_check(self, error: UserError) -> None:
        self._checked.hide()
        self._desk.refused.emit(error)

    # The calendar.

    def reveal_years(self) -> None:
        """Bring the calendar years into view, with the keyboard on what loads another."""
        self._scroll.ensureWidgetVisible(self._calendar_card)
        self._load_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_years(self) -> None:
        self.years.show_years(self._desk.read(calendar.years))
        missing = self._desk.read(calendar.missing_year)
        self._missing.setText(missing_words(missing) if missing is not None else "")
        self._missing.setVisible(missing is not None)

    def _load_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.tr("载入放假安排"), "", self.tr(_FILES))
        if not name:
            return
        try:
            year = calendar.read_calendar_file(Path(name))
        except UserError as error:
            self._desk.refused.emit(error)
        else:
            self._load(year)

    def _paste(self) -> None:
        year = ask_notice(self)
        if year is not None:
            self._load(year)

    def _load(self, year: CalendarYear) -> None:
        if approve_year(self, year, self._desk.read(calendar.year_effect, year)):
            self._desk.do(calendar.load_year, year)

    # The look.

    def _choose_look(self, button: QRadioButton) -> None:
        theme.choose_look(self._settings, theme.Look(button.property("look")))
        self.look_changed.emit()

    # Making.

    def _build(self) -> None:
        inner = QWidget(self)
        self.templates = TemplatesCard(self._desk, inner)
        self.removal = RemovalCard(self._desk, inner)
        self.lights = LightsCard(self._desk, inner)
        self.statistics = StatisticsRulesCard(self._desk, inner)
        self.alerts = AlertRulesCard(self._desk, inner)
        self.assessment = AssessmentCard(self._desk, inner)
        self.idle = IdleLimitCard(self._desk, inner)
        self.telling = TellingCard(self._desk, self._settings, inner)
        self._rules = (
            self.templates,
            self.statistics,
            self.removal,
            self.lights,
            self.alerts,
            self.assessment,
            self.idle,
        )
        cards = QVBoxLayout(inner)
        cards.setContentsMargins(16, 14, 16, 14)
        cards.setSpacing(12)
        team, look, about = self._make_team(inner), self._make_look(inner), self._make_about(inner)
        self._calendar_card = self._make_calendar(inner)
        cards.addLayout(_side_by_side((team, look, about), (self._calendar_card,)))
        cards.addWidget(self.alerts)
        cards.addLayout(
            _side_by_side(
                (self.telling, self.templates, self._make_data(inner)),
                (self.idle, self.removal, self.lights, self.statistics),
            )
        )
        cards.addWidget(self.assessment)
        cards.addStretch(1)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(inner)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._scroll)

    def _make_team(self, parent: QWidget) -> QFrame:
        card, box = _section(self.tr("专班"), parent)
        self._name = _field("settings-team", self.tr("专班名称"), card)
        self._district = _field("settings-district", self.tr("区县"), card)
        self._code = _field("settings-document-code", self.tr("发文字号代字"), card)
        for field in (self._name, self._district, self._code):
            field.textChanged.connect(self._mark_team)
            field.returnPressed.connect(self._save_team)
        self._meeting = QComboBox(card)
        self._meeting.setObjectName("settings-meeting")
        self._meeting.setAccessibleName(self.tr("每周例会"))
        self._meeting.addItems([f"星期{name}" for name in WEEKDAYS])
        self._meeting.currentIndexChanged.connect(self._mark_team)
        form = QFormLayout()
        form.setSpacing(8)
        form.addRow(self.tr("专班名称"), self._name)
        form.addRow(self.tr("区县"), self._district)
        form.addRow(self.tr("发文代字"), self._code)
        form.addRow(self.tr("每周例会"), self._meeting)
        box.addLayout(form)
        hint = self.tr("用在状态栏、周报标题和落款中；代字用于提醒函、督办单的编号，提醒可推后到下次例会。")
        box.addWidget(_hint(hint, card))
        self._save = act_button("settings-save", self.tr("保存"), self._save_team, card, kind="primary")
        box.addLayout(in_a_row(self._save))
        return card

    def _make_data(self, parent: QWidget) -> QFrame:
        card, box = _section(self.tr("数据与备份"), parent)
        path = _field("settings-folder", self.tr("专班文件夹"), card)
        path.setMaxLength(32767)
        path.setText(str(self._folder))
        path.setReadOnly(True)
        path.setCursorPosition(0)
        box.addWidget(_hint(self.tr("专班文件夹：数据库、附件和备份都在这里"), card))
        box.addWidget(path)
        self._copied = _hint("", card)
        box.addLayout(
            in_a_row(
                act_button("settings-open-folder", self.tr("打开文件夹"), self._open_folder, card),
                act_button("settings-copy-path", self.tr("复制路径"), self._copy_path, card),
                self._copied,
            )
        )
        box.addWidget(_line(card))
        self._copies = QLabel("", card)
        self._copies.setObjectName("settings-copies")
        self._copies.setWordWrap(True)
        box.addWidget(self._copies)
        self._back_up_button = act_button("settings-back-up", self.tr("立即备份"), self._back_up, card)
        if self._desk.workspace.store.read_only:
            self._back_up_button.setEnabled(False)
            self._back_up_button.setToolTip(self.tr("只读打开时不备份，由正在使用的人备份。"))
        box.addLayout(in_a_row(self._back_up_button))
        box.addWidget(_line(card))
        box.addWidget(_hint(self.tr("带出包在笔记本上打开成单独的文件夹，供外勤使用。"), card))
        box.addLayout(
            in_a_row(act_button("settings-open-package", self.tr("打开带出包…"), self._open_package, card))
        )
        self._field_copies = KnownCopies(self._desk, self._settings, card)
        box.addWidget(self._field_copies)
        box.addWidget(_line(card))
        words = self.tr("检查数据文件是否完整，并把每个时限重新推算一遍；只检查，不改动。")
        box.addWidget(_hint(words, card))
        self._check_button = act_button("settings-check", self.tr("检查数据"), self._check, card)
        self._checked = QLabel("", card)
        self._checked.setObjectName("settings-checked")
        self._checked.setTextFormat(Qt.TextFormat.PlainText)
        self._checked.setWordWrap(True)
        self._checked.hide()
        box.addLayout(in_a_row(self._check_button))
        box.addWidget(self._checked)
        return card

    def _make_calendar(self, parent: QWidget) -> QFrame:
        card, box = _section(self.tr("放假安排"), parent)
        words = self.tr(
            "工作日时限按国务院办公厅公布的放假安排推算；没有载入的年份按周一至周五推算，"
            "到期日标“预估”，载入后自动重算。"
        )
        box.addWidget(_hint(words, card))
        self._missing = QLabel("", card)
        self._missing.setObjectName("settings-missing-year")
        self._missing.setProperty("kind", "hint")
        self._missing.setWordWrap(True)
        box.addWidget(self._missing)
        self._years = QTableView(card)
        self._years.setObjectName("calendar-years")
        self._years.setAccessibleName(self.tr("放假安排"))
        self._years.setModel(self.years)
        self._years.verticalHeader().hide()
        self._years.verticalHeader().setDefaultSectionSize(theme.ROW_HEIGHT)
        self._years.setShowGrid(False)
        self._years.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._years.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._years.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._years.setTabKeyNavigation(False)
        header = self._years.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        header.setHighlightSections(False)
        box.addWidget(self._years)
        self._load_button = act_button("settings-load-year", self.tr("载入放假安排…"), self._load_file, card)
        paste = act_button("settings-paste-notice", self.tr("粘贴通知原文…"), self._paste, card)
        box.addLayout(in_a_row(self._load_button, paste))
        return card

    def _make_look(self, parent: QWidget) -> QFrame:
        card, box = _section(self.tr("外观"), parent)
        wanted = theme.wanted_look(self._settings)
        self._looks = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(18)
        for look, words in (
            (theme.Look.SYSTEM, self.tr("跟随系统")),
            (theme.Look.LIGHT, self.tr("浅色")),
            (theme.Look.DARK, self.tr("深色")),
        ):
            button = QRadioButton(words, card)
            button.setObjectName(f"look-{look.value}")
            button.setProperty("look", look.value)
            button.setChecked(look is wanted)
            self._looks.addButton(button)
            row.addWidget(button)
        row.addStretch()
        self._looks.buttonClicked.connect(self._choose_look)
        box.addLayout(row)
        return card

    def _make_about(self, parent: QWidget) -> QFrame:
        card, box = _section(self.tr("关于"), parent)
        versions = upkeep.versions()
        words = self.tr("坊子专班 {program} · 数据格式第{schema}版")
        label = QLabel(words.format(program=versions.program, schema=versions.schema), card)
        label.setObjectName("settings-versions")
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        box.addWidget(label)
        return card


def _side_by_side(*columns: Sequence[QWidget]) -> QHBoxLayout:
    made = QHBoxLayout()
    made.setSpacing(14)
    for cards in columns:
        column = QVBoxLayout()
        column.setSpacing(12)
        for card in cards:
            column.addWidget(card)
        column.addStretch(1)
        made.addLayout(column, 1)
    return made


def _section(words: str, parent: QWidget) -> tuple[QFrame, QVBoxLayout]:
    card = QFrame(parent)
    card.setProperty("kind", "card")
    box = QVBoxLayout(card)
    box.setContentsMargins(16, 12, 16, 14)
    box.setSpacing(8)
    title = QLabel(words, card)
    title.setProperty("kind", "panel-title")
    box.addWidget(title)
    return card, box


def _field(name: str, words: str, parent: QWidget) -> QLineEdit:
    field = QLineEdit(parent)
    field.setObjectName(name)
    field.setAccessibleName(words)
    field.setMaxLength(200)
    return field


def _hint(words: str, parent: QWidget) -> QLabel:
    label = QLabel(words, parent)
    label.setProperty("kind", "secondary")
    label.setWordWrap(True)
    return label


def _line(parent: QWidget) -> QFrame:
    line = QFrame(parent)
    line.setProperty("kind", "hairline")
    line.setFixedHeight(1)
    return line
