"""Whatever is edited, approved, changed, issued and undone: nothing unapproved is without its mark."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.report_issues import Standing
from fangzi_desktop.domain.report_terms import ReportKind
from fangzi_desktop.reports.document import Document
from fangzi_desktop.reports.issuing import digest_of
from fangzi_desktop.services.projects import ProjectForm, add_project, note_progress
from fangzi_desktop.services.report_issues import (
    PreparedIssue,
    correct_report,
    issue_pages,
    issue_report,
    issues,
    prepare_issue,
)
from fangzi_desktop.services.report_words import (
    approve_report,
    edit_passage,
    restore_passage,
    withdraw_approval,
    words,
)
from fangzi_desktop.services.reports import ReportAsk, report_document, report_stand
from fangzi_desktop.services.upkeep import check_folder
from fangzi_desktop.services.workspace import OfficeClock, Workspace
from fangzi_desktop.storage.database import DATABASE_NAME, open_store
from fangzi_desktop.storage.migrate import create_database
from tests.conftest import NOW, TODAY
from tests.pdf_words import words_of

_SEED = Path(tempfile.mkdtemp(prefix="fangzi-reports-")) / DATABASE_NAME

ASKS = st.sampled_from([ReportAsk(ReportKind.WEEKLY, "2023-W08"), ReportAsk(ReportKind.WEEKLY, "2023-W07")])
TEXTS = st.sampled_from(["", "均按计划推进。", "<b>甲</b> & 乙", "一\n二", "👩‍👩‍👧‍👦𠮷"])


class Papers(RuleBasedStateMachine):
    """Two weeks of one ledger. `kept` holds every number's bytes as they were when it went out."""

    @initialize()
    def open(self) -> None:
        if not _SEED.exists():
            create_database(_SEED)
        self.folder = Path(tempfile.mkdtemp(prefix="fangzi-reports-"))
        shutil.copy(_SEED, self.folder / DATABASE_NAME)
        numbers = itertools.count(1)
        store = open_store(self.folder, who="甲", device="一", now=NOW)
        self.workspace = Workspace(
            store,
            OfficeClock(TODAY, lambda: NOW),
            who="甲",
            device="一",
            new_id=lambda: f"id-{next(numbers)}",
        )
        self.projects: list[str] = []
        self.kept: dict[str, bytes] = {}
        self.approved: set[str] = set()

    def teardown(self) -> None:
        if hasattr(self, "workspace"):
            assert check_folder(self.workspace) == ()
            self.workspace.close()
            shutil.rmtree(self.folder)

    def attempt(self, command: Callable[..., Any], *args: Any) -> Any:
        """Run a command that may refuse, as a person would who then goes on."""
        try:
            return self.workspace.do(command, *args).value
        except UserError:
            return None

    def document(self, ask: ReportAsk) -> Document:
        return self.workspace.read(report_document, ask)

    @rule(ask=ASKS, text=TEXTS, place=st.integers(0, 20))
    def edit(self, ask: ReportAsk, text: str, place: int) -> None:
        lines = [line for line in self.workspace.read(words, ask).lines if line.key and not line.is_gone]
        line = lines[place % len(lines)]
        self.attempt(edit_passage, ask, line.key, text, line.drafted)

    @rule(ask=ASKS, place=st.integers(0, 20))
    def restore(self, ask: ReportAsk, place: int) -> None:
        lines = [line for line in self.workspace.read(words, ask).lines if line.key]
        self.attempt(restore_passage, ask, lines[place % len(lines)].key)

    @rule(name=st.sampled_from(["甲", "乙项目", "丙 & <丁>"]))
    def add_project(self, name: str) -> None:
        project = self.attempt(add_project, ProjectForm(name))
        if project is not None:
            self.projects.append(project)

    @precondition(lambda self: self.projects)
    @rule(place=st.integers(0, 20), text=TEXTS)
    def note(self, place: int, text: str) -> None:
        self.attempt(note_progress, self.projects[place % len(self.projects)], text)

    @rule(ask=ASKS)
    def approve(self, ask: ReportAsk) -> None:
        digest = self.workspace.read(words, ask).digest
        self.workspace.do(approve_report, ask, digest)
        self.approved.add(digest)

    @rule(ask=ASKS)
    def approve_what_was_never_read(self, ask: ReportAsk) -> None:
        self.attempt(approve_report, ask, "0" * 64)

    @rule(ask=ASKS)
    def withdraw(self, ask: ReportAsk) -> None:
        self.attempt(withdraw_approval, ask)

    @rule(ask=ASKS, approves=st.booleans(), fits=st.sampled_from([True, True, False]), late=st.booleans())
    def issue(self, ask: ReportAsk, approves: bool, fits: bool, late: bool) -> None:
        is_issued = any(line.period == ask.period for line in self.workspace.read(issues))
        reason = "漏列" if is_issued is fits else ""
        if approves:
            self.approve(ask)
        before = self.document(ask)
        try:
            prepared: PreparedIssue = prepare_issue(self.workspace, ask, reason)
        except UserError:
            return
        assert not before.is_draft
        if late:
            self.add_project("迟到的项目")
        number = self.attempt(correct_report if reason else issue_report, prepared)
        assert (number is None) is bool(late and self.document(ask).is_draft)
        if number is not None:
            self.kept[number] = issue_pages(self.workspace, number).pdf
            assert self.kept[number] == prepared.printed.pdf
            assert "草稿" not in words_of(self.kept[number])

    @rule()
    def undo(self) -> None:
        if self.workspace.can_undo:
            self.workspace.undo()

    @rule()
    def redo(self) -> None:
        if self.workspace.can_redo:
            self.workspace.redo()

    @invariant()
    def nothing_unapproved_is_without_its_mark(self) -> None:
        if not hasattr(self, "workspace"):
            return
        for period in ("2023-W08", "2023-W07"):
            ask = ReportAsk(ReportKind.WEEKLY, period)
            stand = self.workspace.read(report_stand, ask)
            assert digest_of(stand.document) == stand.digest
            assert stand.document.is_draft is (stand.standing is not Standing.APPROVED)
            if not stand.document.is_draft:
                assert stand.digest in self.approved

    @invariant()
    def every_number_is_printed_again_to_the_byte(self) -> None:
        if not hasattr(self, "workspace"):
            return
        listed = self.workspace.read(issues)
        for line in listed:
            assert issue_pages(self.workspace, line.id).pdf == self.kept[line.id]
        versions = [(line.period, line.version) for line in listed]
        assert len(versions) == len(set(versions))


Papers.TestCase.settings = settings(
    max_examples=6,
    stateful_step_count=20,
    phases=(Phase.explicit, Phase.generate),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
TestPapers = Papers.TestCase
