"""The command line: what may be written, and how its answer or refusal is said; no Qt."""

from __future__ import annotations

import argparse
import io
import json
import os
import re
import sys
import tempfile
import traceback
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

from fangzi_desktop import paths
from fangzi_desktop.domain.dates import LATEST_YEAR, Week
from fangzi_desktop.domain.deadlines import Suspension
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.report_terms import ReportKind, Span, Subject
from fangzi_desktop.domain.terms import Unit
from fangzi_desktop.ui.messages import sentence

DONE, REFUSED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130
LOG_NAME = "fangzi.log"
# Before it there is no official calendar to count with.
_FIRST_YEAR = 2000


def run(argv: Sequence[str]) -> int:
    """Carry out one command line and return its exit code; refusals are one sentence on standard error."""
    _speak_utf8()
    parser = _parser()
    arguments = parser.parse_args(argv)
    if arguments.command == "report":
        _check_report(parser, arguments)
    if arguments.minimized and arguments.command is not None:
        parser.error("--minimized 只用于打开窗口")
    if arguments.command == "export" and arguments.officer and arguments.file.suffix.lower() == ".xlsx":
        parser.error("导出台账不能带 --officer")
    try:
        if arguments.command is None:
            from fangzi_desktop.app import run_window

            return run_window(arguments.data, arguments.today, minimized=arguments.minimized)
        from fangzi_desktop.app import begin_collecting
        from fangzi_desktop.commands import COMMANDS

        begin_collecting()
        answer = COMMANDS[arguments.command](arguments)
    except UserError as error:
        print(sentence(error), file=sys.stderr)  # noqa: T201
        return REFUSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        print(sentence(_bug(error, arguments.data)), file=sys.stderr)  # noqa: T201
        return REFUSED
    try:
        if arguments.json:
            print(json.dumps(answer.document, ensure_ascii=False, default=_plain))  # noqa: T201
        else:
            for line in answer.lines:
                print(line)  # noqa: T201
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read has enough, as `head` does; the interpreter must not try to flush once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    if answer.refusal is not None:
        print(sentence(answer.refusal), file=sys.stderr)  # noqa: T201
        return REFUSED
    return DONE


def _check_report(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> None:
    """A paper takes the time and the subject that its kind has; anything else is wrong usage."""
    kind = ReportKind(arguments.report)
    if kind.subject is Subject.PROJECT and arguments.project is None:
        parser.error(f"report {kind} 缺少 --project")
    if kind.subject is Subject.MEETING and arguments.meeting is None:
        parser.error(f"report {kind} 缺少 --meeting")
    if kind.subject is Subject.VISIT and arguments.visit is None and arguments.project is None:
        parser.error(f"report {kind} 缺少 --visit 或 --project")
    for name, given, taken in (
        ("week", arguments.week, kind.span is Span.WEEK),
        ("month", arguments.month, kind.span is Span.MONTH),
        ("project", arguments.project, kind.subject in (Subject.PROJECT, Subject.VISIT)),
        ("officer", arguments.officer, kind.subject is Subject.OFFICER),
        ("meeting", arguments.meeting, kind.subject is Subject.MEETING),
        ("visit", arguments.visit, kind.subject is Subject.VISIT),
        ("sheet", arguments.sheet, bool(kind.sheets)),
    ):
        if given is not None and not taken:
            parser.error(f"report {kind} 不能带 --{name}")


def _bug(error: Exception, folder: Path) -> UserError:
    """Keep the traceback of a bug for those who mend it; a person gets a sentence."""
    said = f"{type(error).__name__}: {error}".splitlines()[0]
    for place in (folder, Path(tempfile.gettempdir())):
        try:
            with (place / LOG_NAME).open("a", encoding="utf-8") as log:
                log.write("".join(traceback.format_exception(error)))
        except OSError:
            continue
        return UserError("program.failed", error=said, path=place / LOG_NAME)
    return UserError("program.failed", error=said, path="")


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"not a JSON value: {value!r}")


def _speak_utf8() -> None:
    # A Windows console redirected to a file would otherwise refuse a rare character in a name.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")


class _Parser(argparse.ArgumentParser):
    """Words wrong usage and help in the user's language; wrong usage exits 2."""

    def __init__(self, **settings: Any) -> None:
        wants_help = settings.pop("add_help", True)
        super().__init__(add_help=False, allow_abbrev=False, **settings)
        self._positionals.title, self._optionals.title = "参数", "选项"
        if wants_help:
            self.add_argument("-h", "--help", action="help", help="显示这段说明")

    def error(self, message: str) -> NoReturn:
        print(f"用法不对：{_said(message)}；加 -h 查看说明。", file=sys.stderr)  # noqa: T201
        raise SystemExit(WRONG_USAGE)

    def format_usage(self) -> str:
        return super().format_usage().replace("usage: ", "用法：", 1)

    def format_help(self) -> str:
        return super().format_help().replace("usage: ", "用法：", 1)


_ARGUMENT = re.compile(r"argument (?P<name>.*?): (?P<rest>.*)", re.DOTALL)
_SAID = (
    (re.compile(r"the following arguments are required: (.*)", re.DOTALL), "缺少 {0}"),
    (re.compile(r"unrecognized arguments: (.*)", re.DOTALL), "不认识“{0}”"),
    (re.compile(r"expected (?:one|at least one|\d+) arguments?"), "后面缺少内容"),
    (re.compile(r"invalid choice: '?(.*?)'? \(choose from (.*)\)", re.DOTALL), "没有“{0}”，可选：{1}"),
    (re.compile(r"ignored explicit argument '(.*)'", re.DOTALL), "后面不能带“{0}”"),
)


def _said(message: str) -> str:
    """Say what argparse complains of; what the program's own checks say is Chinese already."""
    named = _ARGUMENT.fullmatch(message)
    rest = named["rest"] if named else message
    for form, words in _SAID:
        if found := form.fullmatch(rest):
            rest = words.format(*found.groups()).replace("'", "").replace(", ", "、")
            break
    return f"{named['name']} {rest}" if named else rest


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，请写成 2023-02-24 的样子") from None


def _office_day(text: str) -> date:
    day = _day(text)
    if not _FIRST_YEAR <= day.year <= LATEST_YEAR:
        raise argparse.ArgumentTypeError(f"“{text}”应在 {_FIRST_YEAR} 年至 {LATEST_YEAR} 年之间")
    return day


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}”不是整数") from None


def _count(text: str) -> int:
    number = _number(text)
    if number < 0:
        raise argparse.ArgumentTypeError(f"“{text}”不能是负数")
    return number


def _unit(text: str) -> Unit:
    try:
        return Unit(text)
    except ValueError:
        choices = "、".join(f"{unit.value}（{unit.zh}）" for unit in Unit)
        raise argparse.ArgumentTypeError(f"没有“{text}”，可选：{choices}") from None


def _folder(text: str) -> Path:
    if not text.strip():
        raise argparse.ArgumentTypeError("后面缺少文件夹")
    return Path(text)


def _week(text: str) -> Week:
    try:
        return Week.from_code(text)
    except UserError as error:
        raise argparse.ArgumentTypeError(sentence(error).rstrip("。")) from error


def _interval(text: str) -> Suspension:
    first, separator, last = text.partition("..")
    if not separator:
        raise argparse.ArgumentTypeError(f"“{text}”应写成 2023-02-01..2023-02-07 的样子")
    begins, ends = _day(first), _day(last)
    if begins > ends:
        raise argparse.ArgumentTypeError(f"“{text}”的结束日期早于开始日期")
    return Suspension(begins, ends, "暂停")


def _shared() -> _Parser:
    """The options that may stand before or behind the command; one that is absent leaves no trace."""
    shared = _Parser(add_help=False)
    absent = argparse.SUPPRESS
    shared.add_argument("--data", type=_folder, default=absent, metavar="文件夹", help="专班文件夹")
    shared.add_argument(
        "--today", type=_office_day, default=absent, metavar="日期", help="以这一天为今天，如 2023-02-24"
    )
    shared.add_argument("--json", action="store_true", default=absent, help="输出一个 JSON 文档")
    return shared


def _add_field(field: argparse.ArgumentParser) -> None:
    actions = field.add_subparsers(
        title="步骤", metavar="步骤", dest="action", required=True, parser_class=_Parser
    )

    def add(name: str, words: str) -> argparse.ArgumentParser:
        one = actions.add_parser(name, help=words, description=words, parents=[_shared()])
        one.add_argument("--password", metavar="密码", help="文件的密码")
        return one

    one = add("out", "制作带出包")
    one.add_argument("-o", "--output", type=Path, required=True, metavar="文件", help="要写成的 .fzpack 文件")
    one.add_argument(
        "--project",
        action="append",
        metavar="编号",
        help="带出的项目，可以写多次；不写带出全部（projects 命令可查）",
    )
    one.add_argument("--papers", action="store_true", help="带上所附文件")
    one.add_argument("--photos", action="store_true", help="带上照片")
    one.add_argument("--note", default="", metavar="说明", help="给谁、给哪台电脑")
    one = add("open", "打开带出包，成为一个外勤文件夹")
    one.add_argument("file", type=Path, metavar="带出包", help=".fzpack 文件")
    one.add_argument("folder", type=Path, metavar="文件夹", help="新的或空的文件夹")
    one = add("back", "制作带回文件")
    one.add_argument("-o", "--output", type=Path, required=True, metavar="文件", help="要写成的 .fzpack 文件")
    for name, words in (("preview", "看带回文件会改动什么，不并入"), ("merge", "并入带回文件")):
        one = add(name, words)
        one.add_argument("file", type=Path, metavar="带回文件", help=".fzpack 文件")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="fangzi-desktop", description="坊子专班：不带命令时打开窗口。", parents=[_shared()])
    parser.set_defaults(data=paths.default_data_dir(), today=None, json=False, command=None)
    parser.add_argument("--minimized", action="store_true", help="打开窗口时最小化（有托盘的留在托盘）")
    commands = parser.add_subparsers(title="命令", metavar="命令", parser_class=_Parser)

    def add(name: str, words: str) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=words, description=words, parents=[_shared()])
        one.set_defaults(command=name)
        return one

    one = add("demo", "在空的专班文件夹中放入示例项目")
    one.add_argument("--projects", type=_number, metavar="个数", help="项目个数")
    one = add("import", "导入台账，全部成功或全部不变")
    one.add_argument("file", type=Path, metavar="台账文件", help="要导入的 .xlsx 文件")
    one.add_argument("--dry-run", action="store_true", help="只检查，不导入")
    add("projects", "项目清单")
    one = add("clock", "推算到期日")
    one.add_argument("start", type=_day, metavar="起算日", help="如 2022-05-23，当日不计")
    one.add_argument("amount", type=_number, metavar="期限", help="整数")
    one.add_argument("unit", type=_unit, metavar="单位", help="working_day、calendar_day 或 month")
    one.add_argument(
        "--suspend",
        type=_interval,
        action="append",
        default=[],
        metavar="FROM..TO",
        help="暂停计时的首日和末日，可以写多次",
    )
    one = add("deadlines", "在计的时限，最急的在前")
    one.add_argument("--within", type=_count, metavar="工作日数", help="只列出几个工作日内到期的")
    one = add("permits", "一个项目的手续清单")
    one.add_argument("--project", required=True, metavar="编号", help="项目编号（projects 命令可查）")
    one = add("report", "打印报告")
    kinds = [kind.value for kind in ReportKind]
    known = "、".join(f"{kind.value}（{kind.zh}）" for kind in ReportKind)
    one.add_argument("report", choices=kinds, metavar="报告", help=known)
    one.add_argument("--week", type=_week, metavar="周次", help="周报、周工作安排的周次，如 2023-W08")
    one.add_argument("--month", metavar="月份", help="月通报的月份，如 2023-02")
    one.add_argument("--project", metavar="编号", help="项目编号（projects 命令可查）")
    one.add_argument("--officer", metavar="服务专员", help="周工作安排只印这一位服务专员的")
    one.add_argument("--meeting", metavar="编号", help="论证会编号")
    one.add_argument(
        "--visit", metavar="编号", help="走访记录的走访编号；只写 --project 时为该项目最近一次走访"
    )
    one.add_argument(
        "--sheet", choices=["a4", "a3"], metavar="纸张", help="总台账、并联审批图的纸张：a4（默认）或 a3"
    )
    one.add_argument(
        "-o", "--output", type=Path, required=True, metavar="文件", help="要写成的 .pdf、.docx 或 .xlsx 文件"
    )
    one = add("export", "导出台账或到期日历")
    one.add_argument("file", type=Path, metavar="文件", help="要写成的 .xlsx（台账）或 .ics（日历）文件")
    one.add_argument("--officer", metavar="服务专员", help="日历只含这一位服务专员的项目")
    one = add("calendar", "载入一年的放假安排")
    one.add_argument("action", choices=["import"], metavar="import", help="载入")
    one.add_argument("file", type=Path, metavar="文件", help="JSON、CSV、日历文件（.ics）或国务院通知原文")
    _add_field(add("field", "外勤：带出、打开带出包、带回、并入"))
    add("backup", "备份并检查备份")
    add("check", "检查数据")
    add("conflicts", "并入外勤带回后待核对的内容")
    return parser
