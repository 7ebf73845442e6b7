# One door for people and CI alike. `make` alone lists what it can do.
PYTHON ?= python3.11
BIN := .venv/bin
# Two workers on two cores; each test file stays on one of them.
PYTEST_ARGS ?= -n 2 --dist loadfile

.PHONY: help install demo test check format model bench soak chaos docs clean
.DEFAULT_GOAL := help

help: ## list the targets
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# The pip that Python 3.11 brings cannot resolve every extra: it is upgraded first.
$(BIN)/python:
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip

.venv/.installed: $(BIN)/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	@touch $@

.venv/.developing: .venv/.installed
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev,docs]'
	@touch $@

install: .venv/.installed ## make .venv and install doichieu there

demo: .venv/.installed ## serve the sample world, crawl it, check it, open the desk
	$(BIN)/doichieu demo $(DEMO_ARGS)

test: .venv/.developing ## every test
	$(BIN)/python -m pytest $(PYTEST_ARGS)

check: .venv/.developing ## ruff, mypy, import-linter, tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MAKE) --no-print-directory test

format: .venv/.developing ## let ruff lay out the code
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format --quiet .

model: .venv/.installed ## train the models again from our own texts and labelled claims at hand
	$(BIN)/python -m classifier.kind_training
	$(BIN)/python -m classifier.training

bench: .venv/.developing ## side by side with peers; prints ratios
	$(BIN)/python -m benchmarks

chaos: .venv/.developing ## kill crawl, check and service 200 times each, on both databases; prove that nothing is lost
	$(BIN)/python -m benchmarks.chaos $(CHAOS_ARGS)

soak: .venv/.developing ## simulated news at 20 times the speed for SOAK_MINUTES: memory, lateness
	SOAK_MINUTES=$(or $(SOAK_MINUTES),10) $(BIN)/python -m benchmarks soak

docs: .venv/.developing ## build the documentation into site/
	$(BIN)/mkdocs build --strict --quiet

clean: ## remove what the other targets made; data/ stays
	rm -rf .venv build dist site *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -prune -exec rm -rf {} +
