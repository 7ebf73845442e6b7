"""`doichieu train` and `doichieu evaluate`: the model."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from doichieu.errors import DoichieuError, WrongUse
from doichieu.settings import load_settings
from doichieu.terminal import print_done, print_json, print_note, print_problem, screen

if TYPE_CHECKING:
    from classifier.fixed_set import Contest
    from doichieu.jobs.train import Trained

#: The measures a person reads first, in order.
COLUMNS = ("macro_f1", "accuracy", "refuted_recall_at_p90", "ece", "dummy_macro_f1", "seconds")


def train(
    dataset: Annotated[
        Path | None,
        typer.Argument(
            help="Tệp JSON-lines có nhãn để học thêm / labelled JSON-lines to learn from."
        ),
    ] = None,
    from_decisions: Annotated[
        bool,
        typer.Option(
            "--from-decisions",
            help="Học từ quyết định của người duyệt / learn from reviewers' rulings.",
        ),
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option(help="Nơi ghi mô hình / where to write; default: the data folder's models."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="In kết quả và thẻ mô hình / print the outcome and card.")
    ] = False,
) -> None:
    """Huấn luyện mô hình; chỉ thay bản đang dùng khi thắng / train a model; it replaces the one in use only when it wins."""
    if dataset and from_decisions:
        raise WrongUse(
            vi="chọn một trong hai: DATASET hoặc --from-decisions",
            en="choose one of the two: DATASET or --from-decisions",
            reason="two_sources",
        )
    trained = _trained(dataset, from_decisions=from_decisions, output=output)
    if as_json:
        print_json(trained.told())
    _tell(trained)


def _trained(dataset: Path | None, *, from_decisions: bool, output: Path | None) -> Trained:
    # Rooms are heavy to import; a command pays for its own only.
    from doichieu.jobs.desk import open_desk
    from doichieu.jobs.train import train as train_model
    from doichieu.jobs.train import train_from_decisions

    settings = load_settings()
    folder = output or settings.models_dir
    if not from_decisions:
        return train_model(folder, dataset=dataset, beat=output is None)
    with open_desk(settings) as desk:
        return train_from_decisions(desk, models_dir=folder)


def _tell(trained: Trained) -> None:
    """Likely slips first, then whether the new model is in use."""
    for one in trained.slips:
        who = f"#{one.flag_id} ({one.outcome.value}, {one.reviewer})"
        print_note(
            f"nên xem lại quyết định {who}: {one.statement}",
            f"ruling {who} looks like a slip: {one.statement}",
        )
    if trained.replaced:
        print_done(f"mô hình mới ở {trained.path}", f"the new model is {trained.path}")
    elif trained.contest:
        beaten = _beside(trained.contest)
        print_note(
            f"mô hình mới không thắng trên tập cố định ({beaten}); bản đang dùng ở nguyên, bản mới ở {trained.path}",
            f"the new model did not win on the fixed set ({beaten}); the one in use stays, the new one lies in {trained.path}",
        )


def _beside(contest: Contest) -> str:
    """Each measure of the model in use and of the new one: "macro_f1 0.516 → 0.487, …"."""
    return ", ".join(
        f"{name} {value:.3f} → {contest.new[name]:.3f}" for name, value in contest.old.items()
    )


def evaluate(
    datasets: Annotated[
        list[Path], typer.Argument(help="Tệp JSON-lines có nhãn / labelled JSON-lines files.")
    ],
    model: Annotated[
        Path | None, typer.Option(help="Tệp mô hình khác / another model file.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON, một đối tượng mỗi tệp.")] = False,
) -> None:
    """Đo mô hình trên tập có nhãn / measure the model on labelled claims; learns nothing from them."""
    from doichieu.jobs.model import evaluate_files

    met_problem = False
    many = len(datasets) > 1
    models_dir = load_settings().models_dir
    for path, measured in evaluate_files(datasets, model=model, models_dir=models_dir):
        if isinstance(measured, DoichieuError):
            met_problem = True
            if as_json and many:
                print_json({"file": str(path), "error": str(measured)})
            print_problem(measured)
        elif as_json:
            print_json({"file": str(path), **measured} if many else measured)
        else:
            _show(path, measured)
    raise typer.Exit(1 if met_problem else 0)


def _show(path: Path, measured: dict[str, Any]) -> None:
    table = Table(title=f"{path}: n = {measured['n']}")
    table.add_column("")
    for column in COLUMNS:
        table.add_column(column, justify="right")
    for part in ("gold", "context"):
        values = measured[part]
        table.add_row(part, *(_figure(values.get(column)) for column in COLUMNS))
    screen().print(table)


def _figure(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)
