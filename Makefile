# Two commands do all on a fresh machine: `make demo` and `make test`. Each sets up what it needs in .venv first.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: demo test check lint types bench taxonomy schemas clean

demo: $(READY)
	$(BIN)/cas2xbrl convert examples/statements-2022.txt examples/notes-2022.txt examples/first-quarter-2024.md -o out
	@echo "Now open out/statements-2022/report.json, or: $(BIN)/cas2xbrl explain 货币资金"

test: $(READY)
	$(BIN)/pytest

check: lint types test

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

bench: $(READY)
	$(BIN)/python -m tests.bench
	$(BIN)/python -m tests.bench.corpus
	$(BIN)/python -m tests.bench.pdf

# Write taxonomy/baked.json and the taxonomy package anew from the tables, and the published schemas from the types.
taxonomy: $(READY)
	$(BIN)/cas2xbrl taxonomy build

schemas: $(READY)
	$(BIN)/python -m converter.emit

$(READY): setup.cfg pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

clean:
	rm -rf .venv out build dist *.egg-info
