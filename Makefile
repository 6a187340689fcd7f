# On a machine with only Python and make, `make run` and `make test` set everything up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP_RUN := $(VENV)/.installed
STAMP_DEV := $(VENV)/.installed-dev
SCHEDULES := schedules

.PHONY: run test check lint types imports docs docs-check format bench clean site

run: $(STAMP_RUN)  ## check the shipped schedules, count their hours by band, list their conflicts
	$(BIN)/bcastplan check $(SCHEDULES) --ignore FRQ,SIT,CON
	$(BIN)/bcastplan hours $(SCHEDULES)/dprk-b07 --by band --from 2008-03-02
	$(BIN)/bcastplan conflicts $(SCHEDULES)/dprk-b08

$(VENV):
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"

$(STAMP_RUN): pyproject.toml | $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(STAMP_DEV): pyproject.toml | $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . --group dev
	@touch $@ $(STAMP_RUN)

test: $(STAMP_DEV)  ## all tests on both cores
	$(BIN)/python -m pytest -n 2 --dist worksteal

lint: $(STAMP_DEV)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(STAMP_DEV)
	$(BIN)/mypy

imports: $(STAMP_DEV)
	$(BIN)/lint-imports

format: $(STAMP_DEV)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(STAMP_DEV)  ## write the generated pages
	$(BIN)/python builders/generated.py

docs-check: $(STAMP_DEV)  ## fail where a generated page is out of date
	$(BIN)/python builders/generated.py --check

check: lint types imports docs-check test  ## everything that has to hold before a commit

site: $(STAMP_DEV)  ## build the documentation site into site/; broken links and omitted pages fail
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group docs
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

bench: $(STAMP_DEV)  ## measured ratios; installs DuckDB and yamllint, which only benchmarks need
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group bench
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache dist build site
