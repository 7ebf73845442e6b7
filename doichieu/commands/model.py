"""`doichieu train` and `doichieu evaluate`: the model."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from doichieu.errors import DoichieuError
from doichieu.settings import load_settings
from doichieu.terminal import print_done, print_json, print_problem, screen

#: The measures a person reads first, in order.
COLUMNS = ("macro_f1", "accuracy", "refuted_recall_at_p90", "ece", "dummy_macro_f1", "seconds")


def train(
    output: Annotated[
        Path | None,
        typer.Option(help="Nơi ghi mô hình / where to write; default: the data folder's models."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="In thẻ mô hình / print the card.")
    ] = False,
) -> None:
    """Huấn luyện mô hình từ văn bản của dự án / train the model from our own texts."""
    from classifier.training import train as train_model

    folder = output or load_settings().models_dir
    card = train_model(folder)
    if as_json:
        print_json(card)
    print_done(f"đã ghi mô hình vào {folder}", f"wrote the model to {folder}")


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
    for path, measured in evaluate_files(datasets, model=model):
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
