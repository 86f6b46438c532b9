"""Makes the typeface of the articles, in `public/`, from the whole Literata.

Literata is under the SIL Open Font License 1.1 without a reserved name, so that a subset keeps it; the
license is named in the font itself. Its size is fixed at 14 points, its weight stays free from regular to
bold, and it keeps the letters of European languages in Latin and Cyrillic script.

    pip install fonttools brotli fontpkg-literata
    python3 test/tools/subset-literata.py

The name of the file is made of its content, since browsers keep it for good: a new one must be named in
`style.css` and `layout.ts`, as `test/render/typeface.test.ts` says.
"""

from hashlib import sha256
from importlib.resources import files
from io import BytesIO
from pathlib import Path

from fontTools.subset import Options, Subsetter, save_font
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

PUBLIC = Path(__file__).parents[2] / "public"
SOURCE = files("fontpkg_literata") / "files" / "Literata[opsz,wght].ttf"

CHARACTERS = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),  # Latin-1 and Latin Extended-A
    0x192, 0x1E9E, *range(0x218, 0x21C), 0x2BC, 0x2C6, 0x2C7, 0x2DA, 0x2DC,
    *range(0x300, 0x304), 0x306, 0x307, 0x308, 0x30A, 0x30B, 0x30C, 0x326, 0x327, 0x328,
    *range(0x400, 0x460), 0x490, 0x491,  # Cyrillic
    *range(0x2010, 0x2016), 0x2018, 0x2019, 0x201A, 0x201C, 0x201D, 0x201E,
    0x2020, 0x2021, 0x2022, 0x2026, 0x202F, 0x2030, 0x2032, 0x2033, 0x2039, 0x203A,
    0x2044, 0x20AC, 0x2116, 0x2122, 0x2190, 0x2192, 0x2212, 0x2248, 0x2260, 0x2264, 0x2265,
]  # fmt: skip
FEATURES = ["kern", "mark", "ccmp", "locl", "liga", "lnum", "onum", "tnum", "pnum"]

whole = BytesIO()
instantiateVariableFont(TTFont(SOURCE), {"opsz": 14, "wght": (400, 700)}).save(whole)
font = TTFont(whole, recalcTimestamp=False)
options = Options(layout_features=FEATURES, hinting=False, glyph_names=False, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14])
options.flavor = "woff2"
subsetter = Subsetter(options)
subsetter.populate(unicodes=CHARACTERS)
# Else the bytes would differ from run to run.
font["head"].modified = font["head"].created
subsetter.subset(font)
made = BytesIO()
save_font(font, made, options)

for old in PUBLIC.glob("literata-*.woff2"):
    old.unlink()
name = f"literata-{sha256(made.getvalue()).hexdigest()[:8]}.woff2"
(PUBLIC / name).write_bytes(made.getvalue())
print(f"{name}: {len(made.getvalue())} bytes")
