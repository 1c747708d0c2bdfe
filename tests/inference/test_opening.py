"""Files that may be anything."""

import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from inference.errors import DocumentError
from inference.limits import Limits
from inference.opening import open_document

PDF = "application/pdf"
LIMITS = Limits(max_pages=3)


def refused(path: Path, media_type: str = PDF) -> str:
    """The code with which a file is refused."""
    with pytest.raises(DocumentError) as refusal:
        open_document(path, media_type, LIMITS)
    assert "{" not in refusal.value.message
    return refusal.value.code


def test_counts_the_pages_of_a_pdf(make_pdf: Callable[..., Path]) -> None:
    assert open_document(make_pdf("one", "two"), PDF, LIMITS).page_count == 2


def test_refuses_text_named_pdf(tmp_path: Path) -> None:
    path = tmp_path / "notes.pdf"
    path.write_text("Dear colleagues,\n" * 20)
    assert refused(path) == "damaged"


def test_refuses_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "empty"
    path.touch()
    assert refused(path) == "empty"
    assert refused(path, "image/png") == "empty"


def test_refuses_a_locked_pdf(make_pdf: Callable[..., Path]) -> None:
    assert refused(make_pdf("secret", encryption=5, user_pw="x", owner_pw="y")) == "encrypted"


def test_refuses_a_pdf_that_was_cut_off_before_its_pages(make_pdf: Callable[..., Path]) -> None:
    path = make_pdf("one", "two")
    path.write_bytes(path.read_bytes()[:120])
    assert refused(path) == "damaged"


def test_refuses_a_pdf_without_pages(tmp_path: Path) -> None:
    path = tmp_path / "none.pdf"
    path.write_bytes(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF"
    )
    assert refused(path) == "no_pages"


def test_refuses_more_pages_than_the_limit(make_pdf: Callable[..., Path]) -> None:
    assert refused(make_pdf("1", "2", "3", "4")) == "too_many_pages"


@pytest.mark.parametrize("edge", [11_000, 20_000])
def test_refuses_a_decompression_bomb_before_decoding_it(tmp_path: Path, edge: int) -> None:
    path = tmp_path / "bomb.png"
    path.write_bytes(_png_header(edge, edge))
    assert refused(path, "image/png") == "too_many_pixels"


def _png_header(width: int, height: int) -> bytes:
    """A PNG that says how large it is and holds nothing more."""
    chunks = b""
    for kind, content in (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        (b"IDAT", b""),
        (b"IEND", b""),
    ):
        chunks += struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
    return b"\x89PNG\r\n\x1a\n" + chunks


def test_refuses_a_picture_that_was_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "half.jpg"
    Image.effect_noise((400, 400), 60).save(path)
    path.write_bytes(path.read_bytes()[:9000])
    assert refused(path, "image/jpeg") == "damaged"


def test_refuses_other_kinds_of_file(tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    path.write_text("a,b\n")
    assert refused(path, "text/csv") == "unsupported"


def test_a_tiff_has_as_many_pages_as_pictures(tmp_path: Path) -> None:
    path = tmp_path / "fax.tif"
    first, *rest = (Image.new("L", (60, 80), shade) for shade in (255, 250))
    first.save(path, save_all=True, append_images=rest)
    assert open_document(path, "image/tiff", LIMITS).page_count == 2
