"""`doichieu users`: who may sign in."""

from __future__ import annotations

import sys
from typing import Annotated

import typer
from rich.table import Table

from doichieu.errors import WrongUse
from doichieu.settings import load_settings
from doichieu.terminal import print_done, print_json, screen

app = typer.Typer(help="Người dùng / who may sign in.", no_args_is_help=True)

ROLE = "Vai trò / role: reader, reviewer, lead, admin."
COLUMNS = (
    "Tên / name", "Vai trò / role", "Được vào / active", "Mật khẩu / password",
    "Phiên / sessions", "Thư / mail",
)  # fmt: skip
Name = Annotated[str, typer.Argument(help="Tên đăng nhập / sign-in name.")]


@app.command()
def add(
    name: Name,
    password: Annotated[
        bool, typer.Option("--password", help="Hỏi mật khẩu / ask for a password.")
    ] = False,
    role: Annotated[str, typer.Option(help=ROLE)] = "reviewer",
    email: Annotated[str, typer.Option(help="Thư điện tử / mail address.")] = "",
) -> None:
    """Thêm người và in liên kết đăng nhập một lần / add a person, print a one-time sign-in link."""
    from doichieu.jobs.users import add_user

    secret = _asked() if password else None
    link = add_user(name, password=secret, role=role, email=email, settings=load_settings())
    print_done(f"đã thêm {name}", f"added {name}")
    typer.echo(link)


@app.command()
def link(name: Name) -> None:
    """Liên kết đăng nhập một lần mới / a new one-time sign-in link."""
    from doichieu.jobs.users import sign_in_link

    typer.echo(sign_in_link(name, settings=load_settings()))


@app.command()
def password(name: Name) -> None:
    """Đặt mật khẩu / set a password; asked for, never on the command line."""
    from doichieu.jobs.users import set_password

    secret = _asked(twice=True)
    set_password(name, secret, settings=load_settings())
    print_done(f"đã đặt mật khẩu cho {name}", f"set the password of {name}")


def _asked(*, twice: bool = False) -> str:
    """A password from the terminal, unseen; without one, the first line of the input."""
    if sys.stdin is not None and sys.stdin.isatty():
        return str(typer.prompt("Mật khẩu / password", hide_input=True, confirmation_prompt=twice))
    said = sys.stdin.readline().rstrip("\r\n") if sys.stdin is not None else ""
    if not said:
        raise WrongUse(
            vi="không có mật khẩu ở đầu vào; hãy gõ ở cửa sổ lệnh, hay đưa một dòng qua ống",
            en="no password came in; type it at a terminal, or pipe one line in",
            reason="no_password",
        )
    return said


@app.command()
def role(name: Name, role: Annotated[str, typer.Argument(help=ROLE)]) -> None:
    """Đổi vai trò / give a person another role."""
    from doichieu.jobs.users import set_role

    set_role(name, role, settings=load_settings())
    print_done(f"{name} nay là {role}", f"{name} is now {role}")


@app.command()
def deactivate(name: Name) -> None:
    """Thôi quyền truy cập / may sign in no longer; what they did stays in the log."""
    from doichieu.jobs import users

    users.deactivate(name, settings=load_settings())
    print_done(f"{name} không vào được nữa", f"{name} may sign in no longer")


@app.command()
def reactivate(name: Name) -> None:
    """Mở lại quyền truy cập và in liên kết / may sign in again, by a new one-time link."""
    from doichieu.jobs import users

    link = users.reactivate(name, settings=load_settings())
    print_done(f"{name} vào lại được", f"{name} may sign in again")
    typer.echo(link)


@app.command("sign-out")
def sign_out(name: Name) -> None:
    """Kết thúc mọi phiên của một người / end every session of a person."""
    from doichieu.jobs import users

    ended = users.sign_out(name, settings=load_settings())
    print_done(f"đã kết thúc {ended} phiên của {name}", f"ended {ended} sessions of {name}")


@app.command("list")
def list_(
    as_json: Annotated[bool, typer.Option("--json", help="JSON từng dòng / JSON lines.")] = False,
) -> None:
    """Liệt kê người dùng / list people."""
    from doichieu.jobs.users import list_users

    people = list_users(settings=load_settings())
    if as_json:
        for person in people:
            print_json(person)
        return
    table = Table()
    for column in COLUMNS:
        table.add_column(column)
    for person in people:
        table.add_row(
            str(person["name"]), str(person["role"]), _tick(person["active"]),
            _tick(person["password"]), str(person["sessions"]), str(person["email"] or "—"),
        )  # fmt: skip
    screen().print(table)


def _tick(yes: object) -> str:
    return "✓" if yes else "—"
