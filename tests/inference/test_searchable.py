"""The searchable PDF: words are found again at their places."""

from collections.abc import Callable
from pathlib import Path

import pymupdf
import pytest
from PIL import Image

from data.samples import FOLDER
from inference.limits import Limits
from inference.schema import PageResult
from inference.searchable import LONG_EDGE, searchable_pdf
from tests.inference.conftest import LIMITS, MEDIA_TYPES, ReadSample, read_all


def made(path: Path, pages: list[PageResult], limits: Limits = LIMITS) -> pymupdf.Document:
    return pymupdf.open(stream=searchable_pdf(path, MEDIA_TYPES[path.suffix], pages, limits), filetype="pdf")


def assert_words_stand_at_their_places(sheet: pymupdf.Page, page: PageResult, points: float) -> None:
    found = [(word[4], pymupdf.Rect(word[:4])) for word in sheet.get_text("words")]
    for word in (word for line in page.lines for word in line.words):
        box = pymupdf.Rect(*(edge * points for edge in word.box))
        middle = (box.tl + box.br) / 2
        assert any(text == word.text and middle in place for text, place in found), word.text


def test_recognised_words_of_a_picture_are_found_at_their_places(read_sample: Callable[[str], ReadSample]) -> None:
    sample = read_sample("receipt_scan.jpg")
    [page] = sample.pages
    with made(FOLDER / sample.name, sample.pages) as document:
        assert max(document[0].rect.width, document[0].rect.height) == pytest.approx(LONG_EDGE)
        assert_words_stand_at_their_places(document[0], page, LONG_EDGE / max(page.width, page.height))
        assert document[0].get_images()


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PDF with a page of text and a scanned page that lies on its side."""
    path = tmp_path_factory.mktemp("mixed") / "mixed.pdf"
    with pymupdf.open(FOLDER / "annual_report_extract.pdf") as source, pymupdf.open() as document:
        document.insert_pdf(source, to_page=0)
        picture = source[1].get_pixmap(dpi=150)
        turned = document.new_page(width=source[1].rect.height, height=source[1].rect.width)
        turned.insert_image(turned.rect, pixmap=picture, rotate=90)
        document.save(path)
    return path


def test_a_scanned_page_of_a_pdf_is_searchable_and_pages_with_text_stay_as_they_are(mixed: Path) -> None:
    pages = read_all(mixed)
    assert [page.source for page in pages] == ["text_layer", "ocr"]
    with made(mixed, pages) as document, pymupdf.open(mixed) as source:
        assert document[0].get_text() == source[0].get_text()
        assert document[1].rect.height > document[1].rect.width  # upright
        assert_words_stand_at_their_places(document[1], pages[1], 1.0)


def test_the_invisible_text_does_not_show(read_sample: Callable[[str], ReadSample]) -> None:
    sample = read_sample("receipt_scan.jpg")
    blank = sample.pages[0].model_copy(update={"lines": ()})

    def picture(pages: list[PageResult]) -> Image.Image:
        with made(FOLDER / sample.name, pages) as document:
            drawn = document[0].get_pixmap(dpi=72)
        return Image.frombytes("RGB", (drawn.width, drawn.height), drawn.samples)

    assert picture(sample.pages).tobytes() == picture([blank]).tobytes()
