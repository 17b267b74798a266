# Everything a newcomer needs: make run, make test, make check. Needs git, make and Python 3.11, nothing else.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
BENCHMARKS := .venv-benchmarks
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: setup setup-dev setup-benchmarks run test lint check format docs pictures lock clean
.DEFAULT_GOAL := help

help:
	@echo "make run     start the example city          make test    run the tests that need nothing but Python"
	@echo "make check   lint and all tests              make format  let ruff tidy the code"
	@echo "make docs    regenerate docs/reference       make lock    resolve requirements/*.in anew"
	@echo "make pictures  take the pictures of README and guides anew (needs chromium)"

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements/runtime.txt requirements/build.txt pyproject.toml package-lock.json | $(BIN)/python
	$(PIP) install --require-hashes -r requirements/runtime.txt
	$(PIP) install --require-hashes -r requirements/build.txt
	$(PIP) install --no-deps --no-build-isolation --no-index -e .
	$(BIN)/python -m weimin.config.frontend
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.runtime
	$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

setup: $(VENV)/.runtime  ## all that running needs; leaves .venv/bin/weimin

setup-dev: $(VENV)/.dev

setup-benchmarks:  ## the peers of benchmarks/steps.py, in an environment of their own
	$(PYTHON) -m venv $(BENCHMARKS)
	$(BENCHMARKS)/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r requirements/benchmarks.txt
	$(BENCHMARKS)/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r requirements/build.txt
	$(BENCHMARKS)/bin/python -m pip --disable-pip-version-check --quiet install --no-deps --no-build-isolation --no-index -e .

run: setup
	$(BIN)/weimin up

test: setup-dev
	$(BIN)/python -m pytest -n auto -m "not browser" tests

lint: setup-dev
	$(BIN)/ruff check . && $(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint test
	$(BIN)/python -m pytest -m browser tests

format: setup-dev
	$(BIN)/ruff check --fix-only . && $(BIN)/ruff format .

docs: setup-dev
	$(BIN)/weimin reference docs/reference

pictures: setup-dev
	$(BIN)/python docs/images/make.py

lock: setup-dev
	cd requirements && for name in runtime build dev benchmarks; do \
	  ../$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --python-version 3.11 $$name.in -o $$name.txt || exit 1; done

clean:
	rm -rf $(VENV) $(BENCHMARKS) node_modules var artefacts .mypy_cache .ruff_cache
