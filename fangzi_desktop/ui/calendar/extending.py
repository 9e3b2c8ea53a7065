"""Recording that something may take longer: an extension of a limit, or another agreed day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QLabel, QSpinBox, QWidget

from fangzi_desktop.domain.deadlines import Extension
from fangzi_desktop.domain.permit_items import LONGEST_EXTENSION
from fangzi_desktop.domain.terms import ClockKind
from fangzi_desktop.services.agreed_days import AgreedDay, agreed_day, move_agreed_day
from fangzi_desktop.services.due_days import DayItem
from fangzi_desktop.services.permit_notices import extend_item
from fangzi_desktop.services.reminder_moves import Lengthening, lengthened_due, lengthening_to
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.calendar.wording import day_words
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.project.asking import Acting
from fangzi_desktop.ui.records import fields
from fangzi_desktop.ui.records.dialog import RecordDialog


@dataclass(frozen=True, slots=True)
class Postponed:
    """Another agreed day, as it is typed."""

    due: date
    reason: str = ""
    document_no: str = ""


class ExtensionDialog(Acting):
    """Asks by whom and why a permit item's limit is extended; it says which due day the length leads to."""

    def __init__(self, desk: Desk, item: DayItem, to: Lengthening, parent: QWidget) -> None:
        super().__init__(_tr("登记延期"), desk, f"{item.label} · {item.project}", parent)
        self._item = item
        self._unit = to.unit
        due = wording.full_day(item.due)
        self.hint(_tr("现到期日{due}。延期须有批准，到期日按延长的时限推算。").format(due=due))
        self.amount = QSpinBox(self)
        self.amount.setRange(1, LONGEST_EXTENSION)
        self.amount.setValue(to.amount)
        self.amount.setSuffix(_tr(" 个{unit}").format(unit=to.unit.zh))
        for named in (self.amount, self.amount.lineEdit()):
            named.setAccessibleName(_tr("延长（{unit}）").format(unit=to.unit.zh))
        self.form.addRow(_tr("延长"), self.amount)
        self.new_due = QLabel("", self)
        self.form.addRow(_tr("延期后到期"), self.new_due)
        self.granted_on = self.day(_tr("批准日期"), desk.workspace.today)
        self.approved_by = self.line(_tr("批准人"), hint=_tr("如 分管负责人"))
        self.reason = self.line(_tr("理由"), hint=_tr("必填"))
        self.number = self.line(_tr("文号"))
        self.amount.valueChanged.connect(self._say_due)
        self._say_due()
        self.approved_by.setFocus()

    def _say_due(self) -> None:
        due = self.desk.read(lengthened_due, self._item.id, self.amount.value(), self._unit)
        today = self.desk.workspace.today
        self.new_due.setText(day_words(due, today) if due is not None else _tr("暂停计时"))

    def read(self) -> None:
        extension = Extension(
            self.granted_on.day(),
            self.amount.value(),
            self._unit,
            self.approved_by.text(),
            self.reason.text(),
            self.number.text(),
        )
        self.desk.attempt(extend_item, self._item.owner_id, extension)


def extension_words(desk: Desk, item: DayItem, day: date | None) -> str:
    """What recording another due day is called, or nothing where no record sets the day of such an item.

    Without a day it is said of one that is still to be asked for.
    """
    if item.due is None or day == item.due:
        return ""
    if day is None:
        later = _tr("登记延期到指定日期…")
        return later if item.kind is ClockKind.PERMIT or _agreed(desk, item) is not None else ""
    shown = day_words(day, desk.workspace.today)
    if item.kind is ClockKind.PERMIT:
        may = _lengthening(desk, item, day) is not None
    else:
        may = _agreed(desk, item) is not None
    if not may:
        return ""
    words = _tr("约定日期提前到 {day}…") if day < item.due else _tr("登记延期到 {day}…")
    return words.format(day=shown)


def extension_dialog(desk: Desk, item: DayItem, day: date, parent: QWidget) -> QDialog | None:
    """Return the dialog that records another due day, or None where none can be recorded."""
    if item.kind is ClockKind.PERMIT:
        to = _lengthening(desk, item, day)
        return ExtensionDialog(desk, item, to, parent) if to is not None else None
    known = _agreed(desk, item)
    return _agreed_dialog(desk, item, known, day, parent) if known is not None else None


def _agreed_dialog(
    desk: Desk, item: DayItem, known: AgreedDay, day: date, parent: QWidget
) -> RecordDialog[Postponed] | None:
    kind, owner, today = item.kind, item.owner_id, desk.workspace.today
    if kind is None:
        return None
    agreed_kind = kind

    def submit(form: Postponed) -> object:
        return desk.attempt(move_agreed_day, agreed_kind, owner, form.due, form.reason, form.document_no)

    asks = [fields.day("due", _tr("新的日期"), today, needed=True)]
    if known.keeps_reason:
        asks.append(fields.text("reason", _tr("理由"), _tr("必填")))
    if known.keeps_document:
        asks.append(fields.text("document_no", _tr("文号")))
    about = _tr("{item} · {project}\n原约定日期{due}").format(
        item=item.label, project=item.project, due=wording.full_day(known.due)
    )
    title = _tr("登记延期") if day > known.due else _tr("修改约定日期")
    return RecordDialog(title, desk, tuple(asks), Postponed(day), submit, parent, about=about)


def _agreed(desk: Desk, item: DayItem) -> AgreedDay | None:
    return desk.read(agreed_day, item.kind, item.owner_id) if item.kind is not None else None


def _lengthening(desk: Desk, item: DayItem, day: date) -> Lengthening | None:
    if item.due is None or day <= item.due:
        return None
    return desk.read(lengthening_to, item.id, day)


def _tr(words: str) -> str:
    return QCoreApplication.translate("calendar", words)
