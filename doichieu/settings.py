"""Every knob, read once: environment (`DOICHIEU_*`), then `settings.toml` in the data folder; refuses unsafe defaults."""

from __future__ import annotations

import ipaddress
import os
import re
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from doichieu.errors import WrongUse
from doichieu.settings_file import read_settings_file

_CONTACT = re.compile(r"[^\s<>();@]+@[^\s<>();@]+\.[^\s<>();@]+|https?://[^\s<>();]+")


class Settings(BaseSettings):
    """The service's settings; each field is `DOICHIEU_` and its name in capitals."""

    model_config = SettingsConfigDict(env_prefix="DOICHIEU_", frozen=True, extra="ignore")

    data_dir: Path = Field(Path("data"), description="Folder that holds everything written.")
    database_url: str = Field(
        "", description="SQLAlchemy address of the database; empty: SQLite in the data folder."
    )
    language: Literal["vi", "en"] = Field("vi", description="Language of pages at first visit.")
    host: str = Field("127.0.0.1", description="Address the review site listens on.")
    port: int = Field(8765, ge=0, le=65535, description="Port of the review site; 0: any free one.")
    public_url: str = Field(
        "", description="Address people reach the site by; needed to listen beyond loopback."
    )
    contact: str = Field(
        "", description="Mail or web address a site's owner can reach; sent in the user agent."
    )
    crawl_delay: float = Field(
        1.0, ge=0, le=60, description="Least seconds between two requests to one host."
    )
    fetch_timeout: int = Field(30, ge=1, le=300, description="Seconds one page may take.")
    max_page_bytes: int = Field(
        10_000_000, ge=10_000, description="Largest body read, in bytes, after decompression."
    )
    archive: bool = Field(True, description="Keep every page read as the server sent it.")
    archive_page_bytes: int = Field(
        10_000_000, ge=1, description="Largest page kept, in bytes, unpacked."
    )
    archive_file_bytes: int = Field(
        200_000_000, ge=1, description="Bytes after which a new file of the archive is begun."
    )
    archive_most_bytes: int = Field(
        50_000_000_000, ge=1, description="Bytes the whole archive may take; then no page is kept."
    )
    work: Literal["here", "workers"] = Field(
        "here", description="Who crawls and checks: the service itself, or workers (PostgreSQL)."
    )
    session_hours: int = Field(12, ge=1, le=720, description="Hours a sign-in lasts.")
    log_format: Literal["human", "json"] = Field("human", description="Form of the log lines.")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - Pydantic's own signature
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What is said in the call, in the environment, in the file."""
        assert isinstance(init_settings, InitSettingsSource)
        folder = init_settings.init_kwargs.get("data_dir") or os.environ.get("DOICHIEU_DATA_DIR")
        held = read_settings_file(Path(folder or "data"), known=settings_cls.model_fields)
        return init_settings, env_settings, InitSettingsSource(settings_cls, held)

    @field_validator("contact")
    @classmethod
    def _reachable(cls, value: str) -> str:
        if value and not _CONTACT.fullmatch(value.strip()):
            raise ValueError("must be a mail address or begin with http:// or https://")
        return value.strip()

    @field_validator("data_dir", mode="before")
    @classmethod
    def _some_folder(cls, value: Any) -> Any:
        """Set to nothing is not set: never the folder one happens to stand in."""
        return value or "data"

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if value and not value.startswith(("sqlite:///", "postgresql+psycopg://", "postgresql://")):
            raise ValueError("must begin with sqlite:/// or postgresql+psycopg://")
        return value.replace("postgresql://", "postgresql+psycopg://", 1)

    @model_validator(mode="after")
    def _loopback_unless_told(self) -> Settings:
        if not _is_loopback(self.host) and not self.public_url.startswith("https://"):
            raise ValueError(
                f"host {self.host} is not loopback: set DOICHIEU_PUBLIC_URL to the https:// "
                "address people use, behind a proxy that encrypts"
            )
        return self

    @property
    def database(self) -> str:
        """The SQLAlchemy address in use."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'doichieu.db').absolute()}"

    @property
    def sources_dir(self) -> Path:
        """Where an installation keeps its own sources; they come before the registry's."""
        return self.data_dir / "sources"

    @property
    def archive_dir(self) -> Path:
        """Where pages lie as they were."""
        return self.data_dir / "archive"

    @property
    def models_dir(self) -> Path:
        """Where trained models lie."""
        return self.data_dir / "models"

    @property
    def user_agent(self) -> str:
        """Who we say we are to every site."""
        contact = f"; +{self.contact}" if self.contact else ""
        return f"doichieu/0.1 (policy news watch{contact})"


def load_settings(
    *, host: str | None = None, port: int | None = None, contact: str | None = None
) -> Settings:
    """Read environment and file, the command line first; WrongUse names the first that cannot be."""
    said: dict[str, Any] = {"host": host, "port": port, "contact": contact}
    try:
        return Settings(**{name: value for name, value in said.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = "DOICHIEU_" + ("_".join(map(str, first["loc"])) or "HOST").upper()
        why = str(first["msg"]).removeprefix("Value error, ")
        raise WrongUse(
            vi=f"thiết lập {name} không dùng được: {why}",
            en=f"setting {name} cannot be used: {why}",
            reason="bad_setting",
        ) from error


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
