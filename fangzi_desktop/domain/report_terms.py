"""The papers there are, what each is of, and the sheets they stand on."""

from __future__ import annotations

from fangzi_desktop.domain.terms import Term


class Span(Term):
    """The time a paper tells of."""

    WEEK = "week", "周"
    MONTH = "month", "月"
    DAY = "day", "当日"


class Subject(Term):
    """What a paper is about beside its time."""

    ALL = "all", "全部项目"
    PROJECT = "project", "一个项目"
    OFFICER = "officer", "服务专员"
    MEETING = "meeting", "一次论证会"
    VISIT = "visit", "一次走访"


class ReportKind(Term):
    """A paper that leaders read (mechanism §9)."""

    WEEKLY = "weekly", "周报"
    MONTHLY = "monthly", "月通报"
    PROJECT = "project", "项目情况"
    PERMITS = "permits", "手续清单"
    PARALLEL = "parallel", "并联审批图"
    LEDGER = "ledger", "项目总台账"
    PROBLEMS = "problems", "问题清单"
    MEETING = "meeting", "论证会材料"
    STATISTICS = "statistics", "纳统升规清单"
    COMMITMENTS = "commitments", "履约清单"
    WEEK_PLAN = "week_plan", "周工作安排"
    VISIT = "visit", "走访记录"
    ASSESSMENT = "assessment", "考核排名"

    @property
    def span(self) -> Span:
        """The time it tells of."""
        return _SPANS.get(self, Span.DAY)

    @property
    def subject(self) -> Subject:
        """What it is about."""
        return _SUBJECTS.get(self, Subject.ALL)

    @property
    def sheets(self) -> tuple[Setting, ...]:
        """The sheets it may be asked for on, the usual one first; none where there is no choice."""
        return _SHEETS.get(self, ())

    @property
    def looks_ahead(self) -> bool:
        """Whether it may be asked for of a time that has not begun: a plan; the others tell what was."""
        return self is ReportKind.WEEK_PLAN

    @property
    def is_issued(self) -> bool:
        """Whether its numbers are issued and kept (第N期); the others are printed as things stand."""
        return self in (ReportKind.WEEKLY, ReportKind.MONTHLY)


_SPANS = {
    ReportKind.WEEKLY: Span.WEEK,
    ReportKind.WEEK_PLAN: Span.WEEK,
    ReportKind.MONTHLY: Span.MONTH,
    ReportKind.ASSESSMENT: Span.MONTH,
}
_SUBJECTS = {
    ReportKind.PROJECT: Subject.PROJECT,
    ReportKind.PERMITS: Subject.PROJECT,
    ReportKind.PARALLEL: Subject.PROJECT,
    ReportKind.MEETING: Subject.MEETING,
    ReportKind.WEEK_PLAN: Subject.OFFICER,
    ReportKind.VISIT: Subject.VISIT,
}


class Setting(Term):
    """The sheet a part of a paper stands on.

    `PORTRAIT` and `LANDSCAPE` are the text block of GB/T 9704, upright and turned; `WORKING` is a wide sheet
    to work with at a desk, and `WIDE` the same on A3.
    """

    PORTRAIT = "portrait", "A4 纵向"
    LANDSCAPE = "landscape", "A4 横向"
    WORKING = "working", "A4 横向（满幅）"
    WIDE = "wide", "A3 横向"


_SHEETS = {
    ReportKind.LEDGER: (Setting.LANDSCAPE, Setting.WIDE),
    ReportKind.PARALLEL: (Setting.WORKING, Setting.WIDE),
}


class FileForm(Term):
    """What a paper can be written as: to be printed, to be edited, or its tables to be worked with."""

    PDF = "pdf", "PDF"
    WORD = "docx", "Word 文档"
    EXCEL = "xlsx", "Excel 工作簿"

    @property
    def suffix(self) -> str:
        """The end of a file's name."""
        return f".{self.value}"
