"""Every knob, read once: environment (`DOICHIEU_*`), then `settings.toml` in the data folder; refuses unsafe defaults."""

from __future__ import annotations

import ipaddress
import os
import re
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from doichieu.errors import WrongUse, unreadable
from doichieu.rights import ROLES
from doichieu.settings_file import read_settings_file
from doichieu.settings_origins import unknown_names
from doichieu.settings_telling import TellingSettings
from doichieu.when import Every, parse, parse_hours

_CONTACT = re.compile(r"[^\s<>();@]+@[^\s<>();@]+\.[^\s<>();@]+|https?://[^\s<>();]+")


class Settings(TellingSettings):
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
    trusted_proxies: str = Field(
        "127.0.0.1,::1",
        description="Addresses of the proxy in front, believed in who is asking; used with public_url.",
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
    quiet_hours: str = Field(
        "", description="Hours in which the schedule crawls nothing, such as 22:00-05:30."
    )
    crawl_every: str = Field(
        "", description="Read every source at least so often, such as 30s; empty: at its own pace."
    )
    when_check: str = Field("15s", description="When articles not checked yet are checked.")
    when_templates: str = Field("0 3 * * *", description="When templates are looked through.")
    when_backup: str = Field("30 2 * * *", description="When the database is backed up.")
    when_retain: str = Field("0 4 * * *", description="When what is kept too long is let go.")
    keep_pages_days: int = Field(
        730, ge=0, description="Days archived pages without a flag are kept; 0: for ever."
    )
    keep_revisions_days: int = Field(
        730, ge=0, description="Days former texts of articles without a flag are kept; 0: for ever."
    )
    keep_runs_days: int = Field(
        90, ge=0, description="Days runs and their logs are kept; 0: for ever."
    )
    when_alerts: str = Field("1m", description="When it is looked whether someone must be told.")
    when_digest: str = Field("0 6 * * *", description="When the digest of the day before is made.")
    backups_kept: int = Field(
        14, ge=1, le=1000, description="Backups of the schedule that are kept, the newest."
    )
    work: Literal["here", "workers"] = Field(
        "here", description="Who crawls and checks: the service itself, or workers (PostgreSQL)."
    )
    session_hours: int = Field(12, ge=1, le=720, description="Hours a sign-in lasts.")
    session_idle_minutes: int = Field(
        120, ge=1, le=43_200, description="Minutes after which an unused sign-in ends."
    )
    oidc_issuer: str = Field("", description="Address of the office's sign-in (OpenID Connect).")
    oidc_client_id: str = Field("", description="Who we are to it.")
    oidc_client_secret: SecretStr = Field(SecretStr(""), description="The secret it gave us.")
    oidc_client_secret_file: Path | None = Field(None, description="A file with that secret.")
    oidc_domains: str = Field("", description="Mail domains let in, divided by commas; empty: any.")
    oidc_role_claim: str = Field("", description="Claim that tells groups, e.g. groups.")
    oidc_roles: str = Field("", description="Roles of groups: desk=reviewer,leads=lead.")
    oidc_loopback: bool = Field(False, description="Allow an unencrypted provider on loopback.")
    metrics_token: SecretStr = Field(
        SecretStr(""), description="What a scraper of /metrics says as its bearer token."
    )
    disk_least_bytes: int = Field(
        500_000_000, ge=0, description="Free space below which /readyz says it is not ready."
    )
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

    @field_validator(
        "when_check", "when_templates", "when_backup", "when_retain", "when_alerts", "when_digest"
    )
    @classmethod
    def _some_time(cls, value: str) -> str:
        parse(value)
        return value

    @field_validator("crawl_every")
    @classmethod
    def _some_interval(cls, value: str) -> str:
        if value and not isinstance(parse(value), Every):
            raise ValueError(f'"{value}" must be an interval, such as 30s or 5m')
        return value

    @field_validator("quiet_hours")
    @classmethod
    def _some_hours(cls, value: str) -> str:
        return parse_hours(value)

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

    @model_validator(mode="after")
    def _provider_is_whole(self) -> Settings:
        if not self.oidc_issuer:
            return self
        parts = urlsplit(self.oidc_issuer)
        local = parts.scheme == "http" and _is_loopback(parts.hostname or "") and self.oidc_loopback
        if parts.scheme != "https" and not local:
            raise ValueError(
                "DOICHIEU_OIDC_ISSUER must begin with https:// (http:// on loopback alone, with "
                "DOICHIEU_OIDC_LOOPBACK=true)"
            )
        if not self.oidc_client_id:
            raise ValueError("DOICHIEU_OIDC_ISSUER needs DOICHIEU_OIDC_CLIENT_ID")
        wrong = [role for _, role in self.oidc_role_pairs if role not in ROLES]
        if wrong:
            raise ValueError(f"DOICHIEU_OIDC_ROLES names {wrong[0]!r}, which is no role")
        return self

    @property
    def oidc_secret(self) -> str:
        """The provider's secret, from the file where one is named."""
        if self.oidc_client_secret_file is None:
            return self.oidc_client_secret.get_secret_value()
        try:
            return self.oidc_client_secret_file.read_text(encoding="utf-8").strip()
        except OSError as error:
            raise unreadable(self.oidc_client_secret_file, error) from error

    @property
    def oidc_role_pairs(self) -> tuple[tuple[str, str], ...]:
        """Group and role, as the settings pair them."""
        pairs = (one.rpartition("=") for one in self.oidc_roles.split(",") if one.strip())
        return tuple((group.strip(), role.strip()) for group, _, role in pairs)

    @property
    def database(self) -> str:
        """The SQLAlchemy address in use."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'doichieu.db').absolute()}"

    @property
    def sources_dir(self) -> Path:
        """Where an installation keeps its own sources; they come before the registry's."""
        return self.data_dir / "sources"

    @property
    def most_seconds_between(self) -> int | None:
        """Seconds after which a source is read again at the latest, where the settings say so."""
        every = parse(self.crawl_every) if self.crawl_every else None
        return every.seconds if isinstance(every, Every) else None

    @property
    def backups_dir(self) -> Path:
        """Where the schedule's backups lie."""
        return self.data_dir / "backups"

    @property
    def digests_dir(self) -> Path:
        """Where the schedule's digests lie."""
        return self.data_dir / "digests"

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
    for strange in unknown_names(os.environ, Settings.model_fields):
        raise strange
    said: dict[str, Any] = {"host": host, "port": port, "contact": contact}
    try:
        return Settings(**{name: value for name, value in said.items() if value is not None})
    except ValidationError as error:
        raise _told(error)[0] from error


def wrong_settings() -> list[WrongUse]:
    """Everything that is wrong with environment and file, a word each; none when they can be used."""
    found = unknown_names(os.environ, Settings.model_fields)
    nothing_said: dict[str, Any] = {}
    try:
        Settings(**nothing_said)
    except WrongUse as error:
        found.append(error)
    except ValidationError as error:
        found += _told(error)
    return found


def _told(error: ValidationError) -> list[WrongUse]:
    return [_one_told(one["loc"], one["msg"]) for one in error.errors()]


def _one_told(place: tuple[int | str, ...], words: str) -> WrongUse:
    name = "DOICHIEU_" + ("_".join(map(str, place)) or "HOST").upper()
    why = words.removeprefix("Value error, ")
    return WrongUse(
        vi=f"thiết lập {name} không dùng được: {why}",
        en=f"setting {name} cannot be used: {why}",
        reason="bad_setting",
    )


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
