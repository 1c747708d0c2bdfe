"""Every setting of the application, read once from the environment (documented in docs/settings.md)."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Settings shared by the web tier, the worker and the launcher.

    Each field is read from the environment variable of the same name in capitals. Raises
    pydantic.ValidationError, naming the variable, when a value has the wrong type or is out of range.
    """

    model_config = SettingsConfigDict(frozen=True, env_ignore_empty=True)

    gemmavision_home: Path = PROJECT / "var"
    """Folder of everything that the application keeps: records, uploads, the private Redis, the cookie key."""

    host: str = "127.0.0.1"
    """Address that the web server listens on; 0.0.0.0 for all interfaces."""

    port: int = Field(default=8050, ge=1, le=65535)
    """Port that the web server listens on."""

    redis_url: str | None = None
    """Redis for cache, queue and events. Without it the launcher starts a private one on a unix socket."""

    database_url: str | None = None
    """SQLAlchemy URL of the records. Without it: SQLite in the home folder."""

    storage_url: str | None = None
    """fsspec URL of uploads and page images. Without it: a folder in the home folder."""

    secret_key: str | None = None
    """Key that signs the visitor's cookie. Without it: made once and kept in the home folder."""

    web_processes: int = Field(default=2, ge=1)
    """gunicorn processes."""

    web_threads: int = Field(default=64, ge=4)
    """Threads per gunicorn process; each open progress stream holds one."""

    document_processes: int = Field(default=2, ge=1)
    """Child processes per worker in which pages are read; each takes about 0.6 GB."""

    max_upload_mb: int = Field(default=50, ge=1)
    """Largest file accepted at the upload, in MB (10^6 bytes)."""

    max_pages: int = Field(default=500, ge=1)
    """Longest document that is analysed, in pages."""

    max_megapixels: int = Field(default=100, ge=1)
    """Largest image that is analysed, in millions of pixels."""

    page_seconds: float = Field(default=60, gt=0)
    """Longest time that one page may take before it is given up, in seconds."""

    document_memory_mb: int = Field(default=4096, ge=1200)
    """Memory limit of one document child process, in MB (10^6 bytes); scans need at least 1200."""

    cache_seconds: int = Field(default=7200, ge=1)
    """How long cached tables live in Redis, in seconds."""

    @property
    def records_url(self) -> str:
        """SQLAlchemy URL in force."""
        return self.database_url or f"sqlite:///{self.gemmavision_home / 'records.sqlite'}"

    @property
    def files_url(self) -> str:
        """fsspec URL in force."""
        return self.storage_url or (self.gemmavision_home / "files").resolve().as_uri()

    @property
    def max_upload_bytes(self) -> int:
        """Upload limit in bytes."""
        return self.max_upload_mb * 1_000_000
