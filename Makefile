# Everything a contributor types. It needs Python 3.11 or newer, make and git; the rest goes into .venv.

CHECKS = check-types check-law check-docs check-format check-lint check-imports check-size
DEMO   = $(BIN)/sekisho screen examples/*.json --explain
PYTHON ?=
PORT   ?= 8000
VENV   := .venv
BIN    := $(VENV)/bin
FTM    := $(VENV)/ftm
RAY    := $(VENV)/ray
SPARK  := $(VENV)/spark
PY     := $(BIN)/python

export PIP_DISABLE_PIP_VERSION_CHECK = 1
export PIP_ROOT_USER_ACTION = ignore

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# --- what people ask for ---

.PHONY: help
help: ## list the targets
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: demo
demo: $(VENV)/.runtime ## screen the examples; installs only what users need
	@$(DEMO) || [ $$? -le 2 ] # 0, 1 and 2 are answers; 64 and above are failures
	@echo "to look at them in a browser: make serve"

.PHONY: serve
serve: $(VENV)/.serve ## serve the workbench on the examples, with a record of its own (PORT=8000)
	@$(BIN)/sekisho serve --port $(PORT) --examples examples --store $(VENV)/workbench.sqlite

.PHONY: test
test: $(VENV)/.dev ## run the tests; reasons for skips are shown
	@tools/provide.sh
	@$(PY) -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

.PHONY: test-slow
test-slow: $(VENV)/.dev ## run the long tests: what the API's description allows, a database that is killed, and load
	@SEKISHO_FUZZ=300 $(PY) -m pytest tests/service/test_description.py -s
	@SEKISHO_EXAMPLES=1000 $(PY) -m pytest tests/properties
	@SEKISHO_EXAMPLES=300 $(PY) -m pytest tests/bundle/test_folding.py tests/store/test_model.py
	@SEKISHO_KILLS=25 $(PY) -m pytest tests/service/test_killed.py
	@$(PY) bench/serve.py --long

.PHONY: test-ftm
test-ftm: $(FTM)/.ftm ## run the tests that compare with the followthemoney library
	@$(FTM)/bin/python -m pytest tests/lists/test_export.py tests/lists/test_mapping.py tests/lists/read/test_ftm.py

.PHONY: test-ray
test-ray: $(RAY)/.ray ## run the tests on a Ray cluster of two nodes, on this machine
	@$(RAY)/bin/python -m pytest tests/engine

.PHONY: test-spark
test-spark: $(SPARK)/.spark ## run the tests on Spark with two executors, on this machine
	@$(SPARK)/bin/python -m pytest tests/test_spark.py

.PHONY: check
check: $(VENV)/.dev ## everything but the tests, two parts at a time
	@$(MAKE) --no-print-directory --jobs=2 $(CHECKS)

.PHONY: bench
bench: $(VENV)/.dev ## run the benchmarks of bench/
	@missed=0; for file in $(filter-out bench/machine.py bench/listfiles.py,$(wildcard bench/*.py)) bench/names/run.py; do \
	    $(PY) "$$file" || missed=1; done; exit $$missed

.PHONY: docs
docs: $(VENV)/.dev ## write the generated pages, then check all of them
	@$(PY) tools/check_docs.py --write

.PHONY: format
format: $(VENV)/.dev ## format the code and mend what ruff can mend
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format --quiet .

.PHONY: clean
clean: ## remove .venv, caches and builds
	@rm -rf $(VENV) build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find sekisho tests tools bench -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

# --- the parts of check: independent of each other ---

.PHONY: $(CHECKS)
check-format: $(VENV)/.dev
	@$(BIN)/ruff format --check --quiet . || { echo "not formatted (above); run: make format" >&2; exit 1; }

check-lint: $(VENV)/.dev
	@$(BIN)/ruff check --quiet .

check-types: $(VENV)/.dev
	@$(BIN)/mypy --no-error-summary

check-imports: $(VENV)/.dev
	@$(BIN)/lint-imports --no-logo

check-law: $(VENV)/.dev
	@$(BIN)/sekisho law check --quiet
	@$(BIN)/sekisho law mutate

check-docs: $(VENV)/.dev
	@$(PY) tools/check_docs.py

check-size: $(VENV)/.dev
	@$(PY) tools/check_size.py

# --- the environment: a stamp for each set of packages, renewed when pyproject.toml changes ---

$(VENV)/.runtime: pyproject.toml | $(PY)
	@echo "installing into $(VENV) (once)" >&2
	@$(PY) -m pip install --quiet --editable .
	@touch $@

$(VENV)/.serve: pyproject.toml | $(PY)
	@echo "installing into $(VENV), with what a service needs (once)" >&2
	@$(PY) -m pip install --quiet --editable '.[serve]'
	@touch $@ $(VENV)/.runtime

$(VENV)/.dev: pyproject.toml | $(PY)
	@echo "installing into $(VENV), with the tools of development (once)" >&2
	@$(PY) -m pip install --quiet --editable '.[dev]'
	@touch $@ $(VENV)/.serve $(VENV)/.runtime

# An environment of its own: followthemoney needs ICU, and no other test should have to wait for that.
$(FTM)/.ftm: pyproject.toml | $(PY)
	@echo "installing into $(FTM) (once)" >&2
	@$(PY) -m venv $(FTM)
	@$(FTM)/bin/python -m pip install --quiet --editable '.[dev,ftm]' || { \
	    echo "on Debian and Ubuntu, ICU is: apt install g++ libicu-dev pkg-config python3-dev" >&2; exit 1; }
	@touch $@

# Engines: each apart, for they are large, and neither should have to wait for the other.
$(RAY)/.ray: pyproject.toml | $(PY)
	@echo "installing into $(RAY) (once; some 300 MB)" >&2
	@$(PY) -m venv $(RAY)
	@$(RAY)/bin/python -m pip install --quiet --editable '.[dev,ray]' fsspec
	@touch $@

$(SPARK)/.spark: pyproject.toml | $(PY)
	@java -version 2>/dev/null || { \
	    echo "Spark needs Java 17 or newer; on Debian and Ubuntu: apt install default-jre-headless" >&2; exit 1; }
	@echo "installing into $(SPARK) (once; some 800 MB, of which a minute is building pyspark)" >&2
	@$(PY) -m venv $(SPARK)
	@$(SPARK)/bin/python -m pip install --quiet --editable '.[dev,spark]'
	@touch $@

# The first Python that is new enough; `make PYTHON=/path/to/python3.12 test` chooses another.
$(PY):
	@for python in $(or $(PYTHON),python3 python3.14 python3.13 python3.12 python3.11 python); do \
	    "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	    "$$python" -m venv $(VENV) && exit 0; \
	    rm -rf $(VENV); echo "could not make $(VENV) with $$python; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; \
	done; \
	found=$$($(or $(PYTHON),python3) --version 2>/dev/null || echo "no Python that runs"); \
	echo "sekisho needs Python 3.11 or newer; $(or $(PYTHON),python3) here is: $$found" >&2; \
	echo "install one, or name it: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)" >&2; \
	exit 1
