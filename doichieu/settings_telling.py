"""The settings of what the desk tells by itself: digests and alerts."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings

from doichieu.when import parse_hours

#: What alerts can tell of.
ALERT_EVENTS = ("flags", "silent_source", "failing_job", "backlog", "backup")


class TellingSettings(BaseSettings):
    """Digests and alerts: who signs, where they go, when, and what is told of."""

    digest_body: str = Field("", description="The body that issues the digest's letter.")
    digest_parent: str = Field("", description="The body above it, over its name.")
    digest_symbol: str = Field("BC-ĐC", description="Symbol behind the letter's number.")
    digest_place: str = Field("", description="Place before the letter's date.")
    digest_signer_title: str = Field("", description="Office of who signs the letter.")
    digest_signer: str = Field("", description="Name of who signs the letter.")
    digest_recipients: str = Field("", description="Recipients of the letter, with ; between.")
    digest_template: Path | None = Field(
        None, description="An office's own letter (DOCX), filled in instead of ours."
    )
    digest_addresses: SecretStr = Field(
        SecretStr(""), description="Where digests go, in Apprise's URLs, blanks between."
    )
    digest_mail: Literal["daily", "weekly", "both"] = Field(
        "daily", description="Which digests go out."
    )
    digest_hour: int = Field(7, ge=0, le=23, description="Hour of the digest, Viet Nam time.")
    alert_addresses: SecretStr = Field(
        SecretStr(""), description="Where alerts go, in Apprise's URLs, blanks between."
    )
    alert_events: str = Field(
        "flags silent_source failing_job backlog backup", description="What is told of."
    )
    alert_urgency: int = Field(70, ge=0, le=100, description="Points of a flag worth an alert.")
    alert_backlog: int = Field(1_000, ge=1, description="Waiting items that are many.")
    alert_backup_hours: int = Field(
        48, ge=0, description="Hours without a backup that are told of; 0: never."
    )
    alert_quiet_hours: str = Field(
        "", description="Hours without alerts, Viet Nam time, as 22:00-06:00."
    )
    alerts_an_hour: int = Field(6, ge=1, le=60, description="Most alert messages an hour.")

    @field_validator("alert_events")
    @classmethod
    def _known_events(cls, value: str) -> str:
        unknown = set(value.replace(",", " ").split()) - set(ALERT_EVENTS)
        if unknown:
            raise ValueError(f"no such event: {', '.join(sorted(unknown))}; there are {', '.join(ALERT_EVENTS)}")  # fmt: skip
        return " ".join(value.replace(",", " ").split())

    @field_validator("alert_quiet_hours")
    @classmethod
    def _hours(cls, value: str) -> str:
        return parse_hours(value)
