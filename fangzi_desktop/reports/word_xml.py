"""Elements of a Word file, made short."""

from __future__ import annotations

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from fangzi_desktop.reports.text import plain

# A twentieth of a point, in which Word measures.
TWIP = 20


def make(tag: str, *children: BaseOxmlElement, **attributes: str | int) -> BaseOxmlElement:
    """Return an element ``w:tag`` with its attributes and what it holds."""
    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), str(value))
    element.extend(children)
    return element


def run(text: str, *properties: BaseOxmlElement) -> BaseOxmlElement:
    """User text in one face, its line ends kept; nothing in it is anything but text."""
    element = make("r")
    if properties:
        element.append(make("rPr", *properties))
    for number, line in enumerate(plain(text).split("\n")):
        if number:
            element.append(make("br"))
        if line:
            words = make("t")
            words.text = line
            words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            element.append(words)
    return element


def paragraph(style: str, *runs: BaseOxmlElement) -> BaseOxmlElement:
    """A paragraph of a style, by its id."""
    return make("p", make("pPr", make("pStyle", val=style)), *runs)


def page_number() -> BaseOxmlElement:
    """The number of the page it stands on, counted when the file is shown."""
    return make("fldSimple", run("1"), instr="PAGE")
