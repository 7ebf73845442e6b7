"""The same jobs by hand: `doichieu` and `python -m doichieu`.

Exit status: 0 done, 1 the work found or met a problem it names, 2 wrong use.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable

import typer

from doichieu.commands import (
    alerts,
    check,
    config,
    crawl,
    database,
    demo,
    digest,
    find,
    model,
    official,
    queue,
    read,
)
from doichieu.commands import init as init_command
from doichieu.commands import quarantine as quarantine_command
from doichieu.commands import run as run_command
from doichieu.commands import serve as serve_command
from doichieu.commands import sources as sources_command
from doichieu.commands import tokens as tokens_command
from doichieu.commands import users as users_command
from doichieu.commands import worker as worker_command
from doichieu.commands.usage import ClickError, wrong_use
from doichieu.errors import DoichieuError, WrongUse
from doichieu.surprise import unexpected
from doichieu.terminal import print_problem

#: Conventional status of a program ended by Ctrl-C.
INTERRUPTED = 130


def build() -> typer.Typer:
    """The whole command line."""
    app = typer.Typer(
        name="doichieu",
        help="Đối chiếu tin báo chí với văn bản chính thức / "
        "Hold what news reports say of policy against the official text.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    for command in (
        demo.demo,
        init_command.init,
        serve_command.serve,
        run_command.run,
        run_command.pause,
        run_command.resume,
        worker_command.worker,
        crawl.crawl,
        read.extract,
        read.feed,
        check.check,
        queue.queue,
        queue.show,
        queue.decide,
        find.search,
        digest.digest,
        find.export,
        model.train,
        model.evaluate,
    ):
        app.command()(command)
    app.add_typer(official.app, name="official")
    app.add_typer(sources_command.app, name="sources")
    app.add_typer(database.app, name="db")
    users_command.app.add_typer(tokens_command.app, name="token")
    app.add_typer(alerts.app, name="alerts")
    app.add_typer(config.app, name="config")
    app.add_typer(quarantine_command.app, name="quarantine")
    app.add_typer(users_command.app, name="users")
    return app


def main() -> None:
    """Run the command named on the line; never show a traceback to a person."""
    _speak_utf8()
    app = build()
    sys.exit(_guard(lambda: app(standalone_mode=False)))


def _speak_utf8() -> None:
    """Vietnamese goes out as UTF-8 whatever the locale says; half a letter from a torn page, escaped."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _guard(run: Callable[[], object]) -> int:
    try:
        ended = run()
        sys.stdout.flush()
    except ClickError as error:
        return _misused(error)
    except DoichieuError as error:
        print_problem(error)
        return 2 if isinstance(error, WrongUse) else 1
    except (KeyboardInterrupt, typer.Abort) as stop:
        if isinstance(stop, typer.Abort):
            print_problem(_stopped())
            return 1
        return INTERRUPTED
    except BrokenPipeError:
        return _unheard()
    except SystemExit as ending:
        # Typer meets a closed pipe first, and leaves this sign of it.
        if type(sys.stdout).__name__ == "PacifyFlushWrapper":
            return _unheard()
        return ending.code if isinstance(ending.code, int) else 1
    except Exception as error:  # noqa: BLE001 - the outermost boundary: told, kept in a file
        print_problem(unexpected(error))
        return 1
    return ended if isinstance(ended, int) else 0


def _unheard() -> int:
    """Whoever read our output has gone: no fault of the work; closing it again must not complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno() if sys.__stdout__ else 1)
    return 0


def _misused(error: Exception) -> int:
    """A call of no words prints its help; any other wrong call is one line."""
    if type(error).__name__ == "NoArgsIsHelpError":
        typer.echo(str(error))
    else:
        print_problem(wrong_use(error))
    return 2


def _stopped() -> DoichieuError:
    return DoichieuError(
        vi="đã dừng theo ý người dùng hoặc vì không có ai trả lời; chưa thay đổi gì",
        en="stopped: refused, or nobody there to answer; nothing was changed",
        reason="stopped",
    )
