"""Pages made of text, as a typewriter sets it: the column of a character is its place on the paper."""

import re
from collections.abc import Iterable

from inference.keyinfo import summarise
from inference.schema import DocumentResult, Field, Figure, Kind, Line, PageResult, Source, Word

LETTER = 5.0
HEIGHT = 10.0
PITCH = 15.0
A4 = (595.0, 842.0)
SLIP = (260.0, 300.0)


ExpectedFigures = dict[tuple[str, str, int | None], str]
"""Values by name, end of the period and months."""


def page_of(
    text: str, number: int = 1, size: tuple[float, float] = A4, source: Source = "text_layer", letter: float = LETTER
) -> PageResult:
    """The page that a typewriter makes of `text`; two spaces part columns."""
    lines = []
    rows = text.strip("\n").split("\n")
    for index, row in enumerate(rows):
        y = 40 + index * PITCH
        for match in re.finditer(r"\S+(?: \S+)*", row):
            x = 30 + match.start() * letter
            words = []
            for word in match[0].split(" "):
                width = len(word) * letter
                words.append(
                    Word(text=word, box=(x, y, x + width, y + HEIGHT), confidence=0.97 if source == "ocr" else None)
                )
                x += width + letter / 2
            box = (words[0].box[0], y, words[-1].box[2], y + HEIGHT)
            lines.append(Line(text=match[0], box=box, words=tuple(words)))
    height = max(size[1], 60 + len(rows) * PITCH)
    return PageResult(number=number, width=size[0], height=height, rotation=0, source=source, lines=tuple(lines))


def slip_of(text: str) -> PageResult:
    """The picture of a till slip."""
    return page_of(text, size=SLIP, source="ocr")


def fields_of(*pages: PageResult, kind: Kind | None = None) -> dict[str, str]:
    """Values of the fields by name."""
    return {field.name: field.value for field in result_of(*pages, kind=kind).fields}


def read_as(page: PageResult, names: Iterable[str]) -> tuple[str, dict[str, str | None]]:
    """What a page was taken for, and the values of the fields of these names."""
    result = result_of(page)
    values = {field.name: field.value for field in result.fields}
    return result.kind, {name: values.get(name) for name in names}


def result_of(*pages: PageResult, kind: Kind | None = None) -> DocumentResult:
    """The key information of pages, after a look at whether every value stands in its box."""
    result = summarise(pages, kind)
    by_number = {page.number: page for page in pages}
    everything: list[Field | Figure] = [*result.fields, *result.figures]
    for found in everything:
        inside = " ".join(_words_inside(by_number[found.page], found.box))
        for printed in found.printed.split():
            assert printed in inside, found
    return result


def assert_figures(pages: Iterable[str], expected: ExpectedFigures) -> None:
    """Each expected figure is found in a report of these pages, once and with its value."""
    result = result_of(*(page_of(text, number) for number, text in enumerate(pages, start=1)), kind="report")
    for (name, end, months), value in expected.items():
        found = [
            str(figure.value)
            for figure in result.figures
            if (figure.name, figure.period_end, figure.months) == (name, end, months)
        ]
        assert found == [value], (name, end, months)


def _words_inside(page: PageResult, box: tuple[float, float, float, float]) -> list[str]:
    x0, y0, x1, y1 = box
    return [
        word.text
        for line in page.lines
        for word in line.words
        if x0 <= (word.box[0] + word.box[2]) / 2 <= x1 and y0 <= (word.box[1] + word.box[3]) / 2 <= y1
    ]
