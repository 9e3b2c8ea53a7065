"""Sets this machine up as far as needed, then runs, tests or measures the program: `python3 dev.py run`.

This file keeps to the syntax of Python 3.6, so that an old one gets as far as saying what is wrong.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit(f"需要 Python 3.11 或更高版本，当前是 {sys.version.split()[0]}；请安装后改用该版本运行本文件。")

import io
import os
import subprocess
from pathlib import Path

from devtools import ROOT, StepError, say, setup

USAGE = """\
用法：python3 dev.py 命令

  run [-- 参数…]    运行程序；参数交给 fangzi-desktop。没有屏幕时导入示例台账并打印周报
  test [参数…]      全部检查与测试；参数交给 pytest
  bench [参数…]     性能测量
  setup             只做准备：虚拟环境、软件包、系统库、字体
"""

CHECKS = {
    "ruff check": ["-m", "ruff", "check", "."],
    "ruff format": ["-m", "ruff", "format", "--check", "."],
    "mypy": ["-m", "mypy"],
    "lint-imports": ["-c", "from importlinter.cli import lint_imports_command as run; run()"],
}

# The sample ledger is a snapshot of this day; on a later one every clock in it would be overdue.
SAMPLE_DAY, SAMPLE_WEEK = "2023-02-24", "2023-W08"


def main(argv: list[str]) -> int:
    """Carry out one command and return its exit code."""
    command, rest = (argv[0], argv[1:]) if argv else ("", [])
    if rest[:1] == ["--"]:
        rest = rest[1:]
    commands = {"run": run, "test": test, "bench": bench, "setup": only_setup}
    if command not in commands:
        print(USAGE, file=sys.stderr if command not in ("-h", "--help") else sys.stdout)
        return 0 if command in ("-h", "--help") else 2
    try:
        return commands[command](rest)
    except StepError as failure:
        print(f"准备工作没有完成：{failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\n已中断；再运行一次会接着做。", file=sys.stderr)
        return 130


def run(arguments: list[str]) -> int:
    """Open the window; without a screen, do the main job instead: the ledger in, the weekly report out."""
    python = setup.prepare()
    if arguments or has_screen():
        return python_run(python, "-m", "fangzi_desktop", *arguments)
    folder = ROOT / "build" / "demo"
    team, report = folder / "示例专班", folder / f"周报-{SAMPLE_WEEK}.pdf"
    folder.mkdir(parents=True, exist_ok=True)
    program = ["-m", "fangzi_desktop", "--data", str(team), "--today", SAMPLE_DAY]
    say("这里没有屏幕，不开窗口；用示例台账走一遍主要流程：")
    ledger = ROOT / "resources" / "samples" / "ledger.xlsx"
    for step in (
        ["import", str(ledger)],
        ["report", "weekly", "--week", SAMPLE_WEEK, "-o", str(report)],
    ):
        code = python_run(python, *program, *step)
        if code:
            return code
    say(f"专班文件夹：{team}")
    say(f"周报：{report}")
    return 0


def test(arguments: list[str]) -> int:
    """Run every check, pytest last; return 1 if any of them failed."""
    python = setup.prepare("dev")
    failed = []
    for name, check in CHECKS.items():
        say(f"检查 {name}")
        if python_run(python, *check):
            failed.append(name)
    if failed:
        say(f"未通过：{'、'.join(failed)}")
    say("测试 pytest")
    # A file's tests stay together: its fixtures are made once, and windows do not meet.
    spread = () if arguments else ("-n", "auto", "--dist", "loadfile")
    code = python_run(python, "-m", "pytest", *spread, *arguments, offscreen=True)
    return code or bool(failed)


def bench(arguments: list[str]) -> int:
    """Print the benchmarks."""
    return python_run(setup.prepare(), str(ROOT / "tests" / "bench.py"), *arguments, offscreen=True)


def only_setup(_: list[str]) -> int:
    """Do the whole set-up, what an earlier one had given up included."""
    setup.prepare("dev", again=True)
    say("准备完毕。")
    return 0


def has_screen() -> bool:
    """Whether a window can be opened here; only Linux tells."""
    return not sys.platform.startswith("linux") or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("QT_QPA_PLATFORM")
    )


def python_run(python: Path, *arguments: str, offscreen: bool = False) -> int:
    """Run the project's Python in the project's folder and return its exit code."""
    environment = dict(os.environ)
    if offscreen:
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
        # Qt warns of a locale without UTF-8, and a warning fails a test.
        if sys.platform.startswith("linux"):
            environment["LC_ALL"] = "C.UTF-8"
    sys.stdout.flush()
    return subprocess.run([python, *arguments], cwd=ROOT, env=environment, check=False).returncode


def speak_utf8() -> None:
    """Let Chinese pass on a console that was set up for another character set."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    speak_utf8()
    sys.exit(main(sys.argv[1:]))
