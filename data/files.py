"""Uploads and page images, in a local folder or any store that fsspec knows."""

import hashlib
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import fsspec

CHUNK = 1 << 20


class FileTooLarge(Exception):
    """More bytes arrived than the limit allows."""


class Files:
    """Content-addressed files below one fsspec URL. Keys are relative paths such as `uploads/<sha256>`."""

    def __init__(self, url: str) -> None:
        self._fs, root = fsspec.core.url_to_fs(url)
        self._root = root.rstrip("/")
        self._fs.makedirs(self._root, exist_ok=True)

    def _path(self, key: str) -> str:
        return f"{self._root}/{key}"

    def add_upload(self, stream: IO[bytes], limit: int) -> tuple[str, int, bytes]:
        """Stores a stream under its SHA-256 without holding it in memory.

        Returns (sha256, size in bytes, first 4096 bytes). Raises FileTooLarge beyond `limit` bytes.
        """
        digest, size, head = hashlib.sha256(), 0, b""
        with tempfile.TemporaryFile() as spool:
            while chunk := stream.read(CHUNK):
                size += len(chunk)
                if size > limit:
                    raise FileTooLarge
                digest.update(chunk)
                head += chunk[: 4096 - len(head)]
                spool.write(chunk)
            key = self.upload_key(digest.hexdigest())
            if not self.exists(key):
                spool.seek(0)
                self._write(key, spool)
        return digest.hexdigest(), size, head

    @staticmethod
    def upload_key(sha256: str) -> str:
        """Key of an uploaded file."""
        return f"uploads/{sha256}"

    @staticmethod
    def page_key(job_id: str, number: int) -> str:
        """Key of the picture of a page, counted from 1."""
        return f"pages/{job_id}/{number}"

    @staticmethod
    def searchable_key(job_id: str) -> str:
        """Key of the searchable PDF of a job."""
        return f"searchable/{job_id}.pdf"

    def _write(self, key: str, source: IO[bytes]) -> None:
        # written beside its place and moved, so that a reader never sees half a file
        path = self._path(key)
        self._fs.makedirs(path.rsplit("/", 1)[0], exist_ok=True)
        part = f"{path}.{uuid.uuid4().hex}"
        with self._fs.open(part, "wb") as target:
            shutil.copyfileobj(source, target, CHUNK)
        self._fs.mv(part, path)

    def write(self, key: str, content: bytes) -> None:
        """Stores bytes under a key, replacing what was there."""
        with tempfile.TemporaryFile() as spool:
            spool.write(content)
            spool.seek(0)
            self._write(key, spool)

    def read(self, key: str) -> bytes:
        """Content of a key. Raises FileNotFoundError."""
        return self._fs.cat_file(self._path(key))

    def remove(self, key: str) -> None:
        """Removes a key. Raises FileNotFoundError."""
        self._fs.rm_file(self._path(key))

    def remove_made(self, job_id: str) -> None:
        """Removes everything that was made for a job: pictures of pages, the searchable PDF."""
        for key in (self.page_key(job_id, 1).rpartition("/")[0], self.searchable_key(job_id)):
            if self.exists(key):
                self._fs.rm(self._path(key), recursive=True)

    def exists(self, key: str) -> bool:
        """Whether a key is there."""
        return self._fs.exists(self._path(key))

    @contextmanager
    def local(self, key: str) -> Iterator[Path]:
        """A path on this machine with the content of a key, for libraries that open files by name."""
        path = self._path(key)
        if "file" in self._fs.protocol:
            yield Path(path)
            return
        with tempfile.TemporaryDirectory() as folder:
            local = Path(folder) / "document"
            self._fs.get_file(path, str(local))
            yield local
