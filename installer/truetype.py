"""Convert a font with cubic (CFF) outlines to TrueType, as `python truetype.py SOURCE TARGET`.

Needs fontTools, which the program itself does without.
"""

from __future__ import annotations

import sys

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

# In font units, of which there are 1000 to the em: less than one dot of a 600 dpi printer at 12 pt.
LARGEST_ERROR = 1.0


def convert(source: str, target: str) -> None:
    font = TTFont(source)
    glyphs, order = font.getGlyphSet(), font.getGlyphOrder()
    outlines = {}
    for name in order:
        pen = TTGlyphPen(glyphs)
        # TrueType fills to the right of a contour, PostScript to the left.
        glyphs[name].draw(Cu2QuPen(pen, LARGEST_ERROR, reverse_direction=True))
        outlines[name] = pen.glyph()
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphOrder, font["glyf"].glyphs = order, outlines
    for name in order:
        outline = outlines[name]
        outline.recalcBounds(font["glyf"])
        font["hmtx"][name] = (font["hmtx"][name][0], getattr(outline, "xMin", 0))
    largest = font["maxp"] = newTable("maxp")
    largest.tableVersion, largest.numGlyphs = 0x00010000, len(order)
    largest.maxZones, largest.maxTwilightPoints, largest.maxStorage = 1, 0, 0
    largest.maxFunctionDefs, largest.maxInstructionDefs, largest.maxStackElements = 0, 0, 0
    largest.maxSizeOfInstructions = 0
    names = font["post"]
    names.formatType, names.extraNames, names.mapping = 3.0, [], {}
    for unused in ("CFF ", "VORG", "GSUB", "GPOS", "BASE"):
        if unused in font:
            del font[unused]
    font.sfntVersion = "\x00\x01\x00\x00"
    font.save(target)


if __name__ == "__main__":
    convert(sys.argv[1], sys.argv[2])
