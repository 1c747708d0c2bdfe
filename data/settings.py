"""Every setting of the application, read once from the environment (documented in docs/settings.md)."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, model_validator
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
    """Child processes per worker in which pages are read; each takes up to 0.3 GB, with scans up to 1.1 GB."""

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

    retention_days: int | None = Field(default=None, ge=1)
    """Days after which documents are deleted with everything that was read from them. Without it they are kept."""

    cache_seconds: int = Field(default=7200, ge=1)
    """How long cached tables live in Redis, in seconds."""

    gemma_model: str | None = None
    """Models in order of preference, separated by commas: a folder with a checkpoint, a name on the Hugging Face hub,
    or endpoint:<model> for a model behind GEMMA_ENDPOINT. Without it documents are read without Gemma 3."""

    gemma_format: Literal["bf16", "int8", "fp8", "int4"] = "bf16"
    """Number format of the weights of a model that runs in the worker."""

    gemma_device: Literal["auto", "cpu", "cuda", "mps"] = "auto"
    """Where a model in the worker runs; auto takes a CUDA GPU, else Apple's, else the CPU."""

    gemma_context: int = Field(default=32768, ge=256)
    """Longest prompt and answer together, in tokens; memory for it is checked before the model is loaded."""

    gemma_concurrency: int = Field(default=8, ge=1)
    """Requests that are answered at the same time, in the worker's batch or by the endpoint."""

    gemma_endpoint: str | None = Field(default=None, pattern=r"^https?://")
    """Base URL of an OpenAI-compatible server, up to and including /v1."""

    gemma_endpoint_key: SecretStr | None = None
    """API key of the endpoint."""

    gemma_redact: Literal["remote", "always", "never"] = "remote"
    """When personal data is hidden before pages go to GEMMA_ENDPOINT: if that is on another machine, always, never."""

    gemma_endpoint_seconds: float = Field(default=120, gt=0)
    """Longest silence of the endpoint before a request is given up, in seconds."""

    @model_validator(mode="after")
    def _endpoint_has_an_address(self) -> "Settings":
        if any(model.startswith("endpoint:") for model in self.gemma_models) and not self.gemma_endpoint:
            raise ValueError("GEMMA_MODEL names a model behind an endpoint, but GEMMA_ENDPOINT is not set")
        return self

    @property
    def gemma_models(self) -> list[str]:
        """The models of GEMMA_MODEL in order of preference; empty when Gemma 3 is not configured."""
        return [model.strip() for model in (self.gemma_model or "").split(",") if model.strip()]

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
