"""A message to one address through Apprise; nothing of the address but its kind and host is ever told."""

from __future__ import annotations

import hashlib
import logging
import re
from dataclasses import dataclass
from typing import Any

from pydantic import SecretStr

from doichieu.errors import WrongUse

#: What Apprise says of a failure that is worth telling, and holds nothing of the address.
_STATUS = re.compile(r"error=(\d{3})")
#: Lines of these may hold an address: they end here. Ours are told instead.
_TALKERS = tuple(
    map(logging.getLogger, ("apprise", "urllib3", "urllib3.connectionpool", "requests"))
)


@dataclass(frozen=True, slots=True)
class Address:
    """Where messages go."""

    url: SecretStr
    key: str  #: a digest, by which the database knows it
    shown: str  #: "mailtos://mail.example"

    @property
    def is_mail(self) -> bool:
        """Whether it takes HTML and files."""
        return self.shown.startswith("mailto")


@dataclass(frozen=True, slots=True)
class Message:
    """What is said; HTML where `html`, with a file (name, media type, bytes) for those who take files."""

    title: str
    body: str
    html: bool = False
    file: tuple[str, str, bytes] | None = None


def addresses_in(setting: SecretStr, *, name: str) -> list[Address]:
    """The addresses of a setting; WrongUse tells which of them cannot be, by its place."""
    found = []
    for at, url in enumerate(setting.get_secret_value().split(), 1):
        if _service(url) is None:
            raise WrongUse(
                vi=f"thiết lập {name}: địa chỉ thứ {at} không phải địa chỉ Apprise; dạng đúng: mailtos://TÊN:MẬT_KHẨU@MÁY?to=NGƯỜI_NHẬN",
                en=f"setting {name}: address {at} is no address of Apprise; one looks like mailtos://NAME:PASSWORD@HOST?to=RECIPIENT",
                reason="bad_setting",
            )
        key = hashlib.sha256(url.encode()).hexdigest()[:16]
        found.append(Address(SecretStr(url), key, _shown(url)))
    return found


def send(address: Address, message: Message) -> str:
    """Send it; "" where it went, else why not, in both languages."""
    import apprise
    from apprise.attachment.memory import AttachMemory

    service = _service(address.url.get_secret_value())
    if service is None:
        return "địa chỉ không dùng được / the address cannot be used"
    service.asset.async_mode = False
    posts = apprise.Apprise(asset=service.asset)
    posts.add(service)
    attached = None
    if message.file is not None and address.is_mail:
        name, media, content = message.file
        attached = AttachMemory(content=content, name=name, mimetype=media)  # type: ignore[no-untyped-call]
    with _Heard() as heard:
        form = apprise.NotifyFormat.HTML if message.html else apprise.NotifyFormat.TEXT
        try:
            went = posts.notify(body=message.body, title=message.title, body_format=form, attach=attached)  # fmt: skip
        except Exception as error:  # noqa: BLE001 - a hundred services of others: none may stop the service
            return f"không gửi được ({type(error).__name__}) / could not be sent ({type(error).__name__})"
    return "" if went else heard.why()


class _Heard(logging.Handler):
    """What is said while a message is sent, kept from every log."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.lines: list[str] = []

    def __enter__(self) -> _Heard:
        self.before = [(one.propagate, list(one.handlers)) for one in _TALKERS]
        for one in _TALKERS:
            one.propagate, one.handlers = False, [self]
        return self

    def __exit__(self, *_: object) -> None:
        for one, before in zip(_TALKERS, self.before, strict=True):
            one.propagate, one.handlers = before

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line."""
        self.lines.append(record.getMessage())

    def why(self) -> str:
        """The status a server answered with, or that none did."""
        for line in self.lines:
            if found := _STATUS.search(line):
                return f"máy nhận trả lời {found[1]} / the receiver answered {found[1]}"
        return "không tới được máy nhận hoặc bị từ chối / the receiver was not reached, or refused"


def _service(url: str) -> Any:
    """Apprise's own reading of an address; None where it cannot read it."""
    import apprise

    asset = apprise.AppriseAsset(app_id="Doi Chieu", app_desc="Đối Chiếu", app_url="", secure_logging=True)  # fmt: skip
    with _Heard():
        return apprise.Apprise.instantiate(url, asset=asset, suppress_exceptions=True)


def _shown(url: str) -> str:
    """Kind and host: the path, the query and the user of an address are its secrets, and for some the host is."""
    kind, _, rest = url.partition("://")
    host = re.split(r"[/?#]", rest)[0].rpartition("@")[2]
    # A host of a web or mail server has a dot or a port; a key of a service has none.
    return (
        f"{kind}://{host}"
        if re.fullmatch(r"[\w-]+(\.[\w-]+)+(:\d+)?|localhost(:\d+)?", host)
        else f"{kind}://…"
    )
