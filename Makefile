# On a machine with only Python and make, `make run` and `make test` set everything up, from uv.lock and nothing else.
PYTHON ?= python3
VENV := .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
UV := $(BIN)/uv
SYNC := $(UV) sync --quiet --locked --no-build-isolation-package bcastplan
STAMP_RUN := $(VENV)/.installed
STAMP_DEV := $(VENV)/.installed-dev
LOCKED := pyproject.toml uv.lock builders/build-tools.txt
SCHEDULES := schedules
A26 := $(SCHEDULES)/dprk-a26
KOREAN := $(A26)/voice-of-america-korean.yaml $(A26)/heard-radio-free-asia.yaml
# More workers than cores: tests wait for screens and for programs that they started.
WORKERS := 4
PYTEST := -m pytest -n $(WORKERS) --dist worksteal
# Set, it makes every process compile all modules anew: each test that starts the program takes twice as long.
unexport PYTHONDONTWRITEBYTECODE
export UV_PROJECT_ENVIRONMENT := $(VENV)
export UV_PYTHON_DOWNLOADS := never

.PHONY: run test test-thorough test-times test-newest test-lowest check lint types imports docs docs-check format
.PHONY: bench clean site lock

run: export COLUMNS := 100  # as README shows it, whatever the terminal
run: $(STAMP_RUN)  ## check the shipped schedules; hours, predicted coverage and conflicts of the A26 season
	$(BIN)/bcastplan check $(SCHEDULES)
	$(BIN)/bcastplan hours $(KOREAN) --by service,band
	$(BIN)/bcastplan coverage $(KOREAN) --by service,band
	$(BIN)/bcastplan conflicts $(A26) --summary
	$(BIN)/bcastplan conflicts $(KOREAN) --against $(A26)/trans-world-radio-korean.yaml

$(VENV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "bcastplan needs Python 3.11 or newer: make run PYTHON=python3.12")'
	@echo "setting up $(VENV) from uv.lock, once" >&2
	@$(PYTHON) -m venv $(VENV)

$(UV): builders/build-tools.txt | $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement $<
	@touch $@

$(STAMP_RUN): $(LOCKED) | $(UV)
	@$(SYNC) --inexact
	@touch $@

$(STAMP_DEV): $(LOCKED) | $(UV)
	@$(SYNC) --group dev
	@touch $@ $(STAMP_RUN)

lock: $(UV)  ## renew uv.lock; `make lock UPGRADE=` only follows a changed pyproject.toml
	$(UV) lock --no-config --default-index https://pypi.org/simple $(UPGRADE)
	$(UV) export --quiet --locked --only-group build --no-annotate --no-header --output-file builders/build-tools.txt
UPGRADE = --upgrade

test: $(STAMP_DEV)  ## the tests on both cores; those marked `thorough` are left to the next
	$(BIN)/python $(PYTEST)

test-thorough: export BCASTPLAN_FUZZ ?= 20000
test-thorough: export BCASTPLAN_KEYS ?= 3000
test-thorough: $(STAMP_DEV)  ## the thorough tests too, every example, 20,000 fuzzed inputs, 3,000 keys
	HYPOTHESIS_PROFILE=thorough $(BIN)/python $(PYTEST)

test-times: $(STAMP_DEV)  ## all tests, and the 40 that take longest
	$(BIN)/python $(PYTEST) --durations 40

test-newest: $(STAMP_DEV)  ## all tests with the newest release of everything
	$(call try,$(VENV)-newest,$(BIN)/python,highest)

test-lowest: $(STAMP_DEV)  ## all tests with the lowest releases that pyproject.toml allows, on the oldest Python
	$(call try,$(VENV)-lowest,$(LOWEST_PYTHON),lowest-direct,builders/lower_bounds.py)
LOWEST_PYTHON := $(shell command -v python3.11 || echo $(BIN)/python)

# $(1) an environment of its own, apart from .venv and from uv.lock; $(2) its Python; $(3) which releases; $(4) a first
# look at what was installed. What the first step brought with it is chosen again (`--reinstall`) among all bounds.
define try
	$(UV) venv --quiet --clear --python $(2) $(1)
	$(UV) pip install --quiet --python $(1) --resolution $(3) --group build
	$(UV) pip install --quiet --python $(1) --resolution $(3) --reinstall --no-build-isolation --group build --group test --editable .
	$(UV) pip list --quiet --python $(1)
	$(if $(4),$(patsubst $(VENV)/%,$(1)/%,$(BIN))/python $(4))
	$(patsubst $(VENV)/%,$(1)/%,$(BIN))/python $(PYTEST)
endef

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

site: $(STAMP_DEV)  ## build the documentation site into site/ and run the notebook; broken links and omitted pages fail
	$(SYNC) --inexact --group docs
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet
	$(BIN)/python docs/notebooks/korean-services.py site/notebooks

bench: $(STAMP_DEV)  ## measured ratios; installs DuckDB and yamllint, which only benchmarks need
	$(SYNC) --inexact --group bench
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) $(VENV)-newest $(VENV)-lowest .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache \
	  dist build site
