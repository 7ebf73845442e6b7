"""The same jobs by hand: `doichieu` and `python -m doichieu`.

Exit status: 0 done, 1 the work found or met a problem it names, 2 wrong use.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

import typer

from doichieu.commands import check, crawl, database, demo, find, model, official, queue, read
from doichieu.commands import init as init_command
from doichieu.commands import serve as serve_command
from doichieu.commands import sources as sources_command
from doichieu.commands import users as users_command
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
        crawl.crawl,
        read.extract,
        read.feed,
        check.check,
        queue.queue,
        queue.show,
        queue.decide,
        find.search,
        find.digest,
        find.export,
        model.train,
        model.evaluate,
    ):
        app.command()(command)
    app.add_typer(official.app, name="official")
    app.add_typer(sources_command.app, name="sources")
    app.add_typer(database.app, name="db")
    app.add_typer(users_command.app, name="users")
    return app


def main() -> None:
    """Run the command named on the line; never show a traceback to a person."""
    sys.exit(_guard(build()))


def _guard(run: Callable[[], object]) -> int:
    try:
        run()
    except DoichieuError as error:
        print_problem(error)
        return 2 if isinstance(error, WrongUse) else 1
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone; closing stdout again must not complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except SystemExit as ending:
        return ending.code if isinstance(ending.code, int) else 1
    except Exception as error:  # noqa: BLE001 - the outermost boundary: told, kept in a file
        print_problem(unexpected(error))
        return 1
    return 0
