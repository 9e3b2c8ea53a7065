"""Every refusal has its sentence, and every sentence its refusal."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import fangzi_desktop
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.terms import Gate
from fangzi_desktop.ui.messages import SENTENCES, sentence

PACKAGE = Path(fangzi_desktop.__file__).parent
# Codes that reach `UserError` through a variable: a word in the source that looks like one.
_LOOKS_LIKE_A_CODE = tuple(f"{code.split('.')[0]}." for code in SENTENCES)


def words_of_the_source() -> Iterator[tuple[str, str]]:
    for path in PACKAGE.rglob("*.py"):
        if path.name == "messages.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield path.name, node.value


def codes_of_refusals() -> set[str]:
    found = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            if named and node.func.id == "UserError" and isinstance(node.args[0], ast.Constant):
                found.add(node.args[0].value)
    return found


def test_every_refusal_has_a_sentence() -> None:
    assert codes_of_refusals() - SENTENCES.keys() == set()


def test_no_sentence_is_left_without_a_refusal() -> None:
    words = {word for _, word in words_of_the_source()}
    assert SENTENCES.keys() - words == set()


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_a_sentence_can_be_worded_whatever_it_is_given(code: str) -> None:
    names = {name for _, name, _, _ in string.Formatter().parse(SENTENCES[code]) if name}
    said = sentence(UserError(code, **dict.fromkeys(names, date(2022, 5, 23))))
    assert said.endswith(("。", "！"))
    assert "{" not in said
    if names:
        assert "2022年5月23日" in said


def test_values_are_worded_as_people_write_them() -> None:
    said = sentence(UserError("move.gate_failed", gates=(Gate.CAPACITY, Gate.SAFETY)))
    assert said.startswith("产能关、安全关未通过")
    assert "（）" not in sentence(UserError("db.folder_unusable", folder="/x", reason=""))
