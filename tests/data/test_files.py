"""Files: content-addressed, bounded, whole or not there."""

import hashlib
import io
from pathlib import Path

import pytest

from data.files import Files, FileTooLarge
from data.media import JPEG, PDF, PNG, TIFF, WEBP, sniff


@pytest.fixture(params=["local", "memory"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> Files:
    return Files((tmp_path / "store").as_uri() if request.param == "local" else f"memory://{tmp_path.name}")


def test_upload_is_stored_under_its_digest(files: Files) -> None:
    content = b"%PDF-1.7 " + b"x" * 3_000_000
    sha256, size, head = files.add_upload(io.BytesIO(content), 4_000_000)
    assert sha256 == hashlib.sha256(content).hexdigest()
    assert size == len(content)
    assert head == content[:4096]
    assert files.read(files.upload_key(sha256)) == content
    with files.local(files.upload_key(sha256)) as path:
        assert path.read_bytes() == content


def test_upload_over_the_limit_leaves_nothing(files: Files) -> None:
    with pytest.raises(FileTooLarge):
        files.add_upload(io.BytesIO(b"x" * 11), 10)
    assert not files.exists(files.upload_key(hashlib.sha256(b"x" * 11).hexdigest()))


def test_write_replaces(files: Files) -> None:
    files.write("pages/a/1", b"old")
    files.write("pages/a/1", b"new")
    assert files.read("pages/a/1") == b"new"
    with pytest.raises(FileNotFoundError):
        files.read("pages/a/2")


@pytest.mark.parametrize(
    ("head", "media_type"),
    [
        (b"%PDF-1.4\n", PDF),
        (b"\n\n%PDF-1.4\n", PDF),
        (b"\x89PNG\r\n\x1a\n", PNG),
        (b"\xff\xd8\xff\xe0", JPEG),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", WEBP),
        (b"II*\x00", TIFF),
        (b"MM\x00*", TIFF),
        (b"a text file named .pdf", None),
        (b"", None),
    ],
)
def test_kind_is_told_from_the_first_bytes(head: bytes, media_type: str | None) -> None:
    assert sniff(head) == media_type
