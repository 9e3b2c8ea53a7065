"""What the dialogs about packages have in common: ask, work with progress, say what came of it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.ui.desk import Desk, Job
from fangzi_desktop.ui.field.words import tr
from fangzi_desktop.ui.messages import sentence

Work = Callable[[Job], object]

_RESULT_WIDTH = 540


class PackageDialog(QDialog):
    """A dialog that stays open until its work is done, and then tells the result.

    Esc ends the work while it is under way; the fields are then as they were. `succeeded` tells the result.
    """

    succeeded = Signal(object)

    def __init__(self, desk: Desk, title: str, act: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk = desk
        self._job: Job | None = None
        self._is_over = False
        self.setWindowTitle(title)
        self.asking = QWidget(self)
        self.form = QFormLayout()
        self.form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        self.form.setHorizontalSpacing(12)
        self.form.setVerticalSpacing(8)
        self._said = self._label("package-said", "problem")
        self.result_label = self._label("package-result", "")
        self.result_label.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.result_label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._progress = QProgressBar(self)
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(tr("进度"))
        self._act = act
        for widget in (self._said, self.result_label, self._progress):
            widget.hide()

    # What a dialog says of itself.

    def wanted_work(self) -> Work | None:
        """Read the fields and return what is to be done; None if the person thought better of it.

        A `UserError` keeps the dialog open and is shown in it.
        """
        raise NotImplementedError

    def busy_words(self) -> str:
        """What is said while the work is under way."""
        raise NotImplementedError

    def result_words(self, result: object) -> str:
        """What came of the work."""
        raise NotImplementedError

    def do_more(self) -> None:
        """What the button beside 关闭 does once there is a result, if `more_button` has words."""

    # Its life.

    def lay_out(self, asking: QLayout | None = None) -> None:
        """Lay the dialog out around its fields, by default the form."""
        inside = asking if asking is not None else self.form
        inside.setContentsMargins(0, 0, 0, 0)
        self.asking.setLayout(inside)
        self._make_buttons()
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        for button in (self.more_button, self.act_button, self.cancel_button):
            buttons.addWidget(button)
        box = QVBoxLayout(self)
        box.setContentsMargins(18, 16, 18, 14)
        box.setSpacing(12)
        box.addWidget(self.asking, 1)
        for widget in (self.result_label, self._said, self._progress):
            box.addWidget(widget)
        box.addLayout(buttons)

    @property
    def said(self) -> str:
        """The refusal or note that is shown."""
        return self._said.text() if self._said.isVisibleTo(self) else ""

    @property
    def is_working(self) -> bool:
        """Whether the work is under way."""
        return self._job is not None

    @property
    def is_over(self) -> bool:
        """Whether there is a result."""
        return self._is_over

    def say(self, words: str, kind: str = "problem") -> None:
        """Show words below the fields, or none."""
        self._said.setText(words)
        self._said.setProperty("kind", kind)
        self._said.style().unpolish(self._said)
        self._said.style().polish(self._said)
        self._said.setVisible(bool(words))
        self._said.setMinimumHeight(0)
        if words:
            # By itself a dialog makes room for one line only.
            self._said.setMinimumHeight(self._said.heightForWidth(self.width() - 36))

    def refused(self, error: UserError) -> None:
        """Show why something was refused."""
        self.say(sentence(error))

    def _try(self) -> None:
        if self._job is not None:
            return
        try:
            work = self.wanted_work()
        except UserError as error:
            self.refused(error)
            return
        if work is None:
            return
        self.say(self.busy_words(), "secondary")
        self.asking.setEnabled(False)
        self.act_button.setEnabled(False)
        self.cancel_button.setText(tr("停止"))
        self.cancel_button.setFocus()
        self._progress.setRange(0, 0)
        self._progress.show()
        job = self._job = self.desk.start(work)
        job.progressed.connect(self._show_progress)
        job.done.connect(self._take)
        job.refused.connect(self._end_refused)
        job.finished.connect(self._end)

    def _show_progress(self, done: int, total: int) -> None:
        self._progress.setRange(0, total)
        self._progress.setValue(done)

    def _take(self, result: object) -> None:
        self._is_over = True
        self.say("")
        self.asking.hide()
        self.act_button.hide()
        self.result_label.setText(self.result_words(result))
        self.result_label.show()
        self.more_button.setVisible(bool(self.more_button.text()))
        self.succeeded.emit(result)

    def _end_refused(self, error: UserError) -> None:
        self._settle()
        self.refused(error)

    def _end(self) -> None:
        if self._job is None:
            return
        self._settle()
        if self._is_over:
            self.cancel_button.setText(tr("关闭"))
            self.cancel_button.setDefault(True)
            self.cancel_button.setFocus()
            # What was asked took more room than the result.
            self.setMinimumSize(_RESULT_WIDTH, 0)
            self.result_label.setMinimumHeight(self.result_label.heightForWidth(_RESULT_WIDTH - 36))
            self.adjustSize()
        else:
            self.say(tr("已停止，没有留下文件。"), "secondary")

    def _settle(self) -> None:
        self._job = None
        self._progress.hide()
        self.asking.setEnabled(True)
        self.act_button.setEnabled(True)
        self.cancel_button.setText(tr("取消"))
        self.act_button.setFocus()

    # Making.

    def _make_buttons(self) -> None:
        # Made after the fields, so that Tab leads to them last.
        self.act_button = QPushButton(self._act, self)
        self.act_button.setObjectName("package-act")
        self.act_button.setProperty("kind", "primary")
        self.act_button.setDefault(True)
        self.act_button.clicked.connect(self._try)
        self.more_button = QPushButton("", self)
        self.more_button.setObjectName("package-more")
        self.more_button.setAutoDefault(False)
        self.more_button.clicked.connect(self.do_more)
        self.cancel_button = QPushButton(tr("取消"), self)
        self.cancel_button.setObjectName("package-cancel")
        self.cancel_button.setAutoDefault(False)
        self.cancel_button.clicked.connect(self.reject)
        self.more_button.hide()

    def hint(self, words: str) -> QLabel:
        """Add a line of words over the whole width of the form."""
        label = QLabel(words, self.asking)
        label.setProperty("kind", "secondary")
        label.setWordWrap(True)
        self.form.addRow(label)
        return label

    def password_field(self, name: str, words: str) -> QLineEdit:
        """Add a field for a password."""
        field = QLineEdit(self.asking)
        field.setObjectName(name)
        field.setAccessibleName(words)
        field.setEchoMode(QLineEdit.EchoMode.Password)
        self.form.addRow(words, field)
        return field

    def _label(self, name: str, kind: str) -> QLabel:
        label = QLabel("", self)
        label.setObjectName(name)
        label.setProperty("kind", kind)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label

    def reject(self) -> None:
        if self._job is None:
            super().reject()
        else:
            # After its last step the work cannot be stopped any more; its result is then told.
            self._job.cancel()


class NewPassword:
    """Two fields for a password that may be left out."""

    def __init__(self, dialog: PackageDialog) -> None:
        self.first = dialog.password_field("package-password", tr("密码（可不设）"))
        self.again = dialog.password_field("package-password-again", tr("再输一次密码"))

    def read(self) -> str | None:
        """Return what was typed, None for nothing; raises `UserError` ``field.passwords_differ``."""
        if self.first.text() != self.again.text():
            self.again.selectAll()
            self.again.setFocus()
            raise UserError("field.passwords_differ")
        return self.first.text() or None


def show_in_folder(folder: str) -> None:
    """Show a folder in the system's own window for files."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(folder))
