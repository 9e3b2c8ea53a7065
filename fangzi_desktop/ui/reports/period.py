"""The week or month of a paper: stepped through, or typed."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QToolButton, QWidget

from fangzi_desktop.domain.dates import EARLIEST_YEAR, LATEST_YEAR, Week, parse_month, parse_week, week_of
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.report_terms import Span
from fangzi_desktop.ui import icons, theme, wording


def present(span: Span, today: date) -> str:
    """The week or month that a day lies in, as a paper's `period` says it; "" for a paper of the day."""
    if span is Span.WEEK:
        return week_of(today).code
    return f"{today:%Y-%m}" if span is Span.MONTH else ""


def stepped(span: Span, period: str, steps: int) -> str:
    """The period that many weeks or months later, or earlier for a negative number."""
    if span is Span.WEEK:
        return Week.from_code(period).plus(steps).code
    year, month = divmod(int(period[:4]) * 12 + int(period[5:7]) - 1 + steps, 12)
    return f"{year:04d}-{month + 1:02d}"


def period_words(span: Span, period: str) -> str:
    """2023年第8周　2月20日—2月26日, or 2023年2月."""
    if span is Span.MONTH:
        return f"{int(period[:4])}年{int(period[5:7])}月"
    week = Week.from_code(period)
    first, last = wording.day(week.monday, week.monday), wording.day(week.sunday, week.monday)
    if week.year != week.monday.year:
        first = wording.day(week.monday, week.sunday)
        last = wording.day(week.sunday, week.monday)
    return f"{week.year}年第{week.number}周　{first}—{last}"


class _Field(QLineEdit):
    """Marked whole when one comes to it, so that typing replaces what it says."""

    left = Signal()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class PeriodField(QWidget):
    """‹ 2023年第8周 › 本周. It takes no time that has not begun, except for a plan."""

    chosen = Signal(str)
    refused = Signal(object)

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._span = Span.WEEK
        self._ahead = False
        self._period = present(Span.WEEK, today)
        self.previous = self._step("report-period-previous", -1)
        self.field = _Field(self)
        self.field.setObjectName("report-period")
        self.field.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.field.returnPressed.connect(self._take_typed)
        self.field.left.connect(self._show)
        self.next = self._step("report-period-next", 1)
        self.present = QPushButton("", self)
        self.present.setObjectName("report-period-present")
        self.present.setProperty("kind", "fit")
        self.present.clicked.connect(self.go_to_present)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for widget in (self.previous, self.field, self.next, self.present):
            row.addWidget(widget)
        self._paint_icons()
        self._show()

    @property
    def period(self) -> str:
        """The week or month shown, as a code."""
        return self._period

    def take(self, span: Span, period: str, *, ahead: bool, today: date) -> str:
        """Show a time of a kind of paper, at the latest the present one unless it looks ahead; return it.

        What is being typed stays while the time is the same.
        """
        now = present(span, today)
        taken = (period or now) if ahead else min(period or now, now)
        self.setVisible(span is not Span.DAY)
        before = (self._span, self._ahead, self._today, self._period)
        if before != (span, ahead, today, taken):
            self._span, self._ahead, self._today, self._period = span, ahead, today, taken
            self._show()
        return taken

    def step(self, steps: int) -> None:
        """Go so many weeks or months on, or back."""
        if self._span is not Span.DAY:
            self._choose(stepped(self._span, self._period, steps))

    def go_to_present(self) -> None:
        """Go to the week or month of today."""
        if self._span is not Span.DAY:
            self._choose(present(self._span, self._today))

    def _choose(self, period: str) -> None:
        now = present(self._span, self._today)
        period = period if self._ahead else min(period, now)
        if period != self._period and EARLIEST_YEAR <= int(period[:4]) <= LATEST_YEAR:
            self._period = period
            self.chosen.emit(period)
        self._show()

    def _take_typed(self) -> None:
        text = self.field.text()
        if text.strip() and text != period_words(self._span, self._period):
            try:
                self._choose(self._read(text))
            except UserError as error:
                self.refused.emit(error)
                self.field.selectAll()
                return
        self._show()
        self.field.selectAll()

    def _read(self, text: str) -> str:
        """Read what was typed. Raises ``week.unreadable``, ``month.unreadable`` or ``report.ahead``."""
        if self._span is Span.WEEK:
            found = parse_week(text, Week.from_code(self._period), self._today).code
        else:
            month = text.strip()
            found = parse_month(f"{month}月" if month.isdecimal() and len(month) < 3 else month, self._today)
        now = present(self._span, self._today)
        if found > now and not self._ahead:
            raise UserError("report.ahead", period=period_words(self._span, found))
        return found

    def _show(self) -> None:
        if self._span is Span.DAY:
            return
        is_week = self._span is Span.WEEK
        now = present(self._span, self._today)
        # As wide as the longest there is, so that the steps stay under the pointer.
        widest = self.tr("2020年第53周　12月28日—2021年1月3日") if is_week else self.tr("2020年12月")
        self.field.setFixedWidth(self.field.fontMetrics().horizontalAdvance(widest) + 26)
        self.field.setText(period_words(self._span, self._period))
        self.field.setCursorPosition(0)
        typed = self.tr("可直接输入，如 8、第8周、2023-W08 或那一周的一天")
        if not is_week:
            typed = self.tr("可直接输入，如 2、2月、2023-02")
        self.field.setToolTip(typed)
        self.field.setAccessibleName(self.tr("周次") if is_week else self.tr("月份"))
        self.field.setAccessibleDescription(typed)
        for button, words, keys in (
            (self.previous, self.tr("上一周") if is_week else self.tr("上一月"), "Alt+←"),
            (self.next, self.tr("下一周") if is_week else self.tr("下一月"), "Alt+→"),
        ):
            button.setAccessibleName(words)
            button.setToolTip(f"{words}  {keys}")
        here = self.tr("本周") if is_week else self.tr("本月")
        self.present.setText(here)
        self.present.setToolTip(self.tr("回到{here}  Alt+Home").format(here=here))
        self.next.setEnabled(self._ahead or self._period < now)
        self.present.setEnabled(self._period != now)

    def _step(self, name: str, steps: int) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("kind", "step")
        button.setObjectName(name)
        button.clicked.connect(partial(self.step, steps))
        return button

    def _paint_icons(self) -> None:
        look = theme.tokens()
        self.previous.setIcon(icons.icon("back", look.ink1))
        self.next.setIcon(icons.icon("forward", look.ink1, disabled=look.ink3))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "next"):
            self._paint_icons()
