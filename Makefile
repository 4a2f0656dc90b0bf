# Everything that a newcomer needs. It lives in .venv and build/ and touches nothing outside.
#
#   make         set up, build the example cell, say where to look
#   make test    lint, types and the whole test suite
#   make serve   look at the site locally
#   make bench   seconds and memory of the main jobs
#   make clean   remove all that make made

PYTHON ?=
PORT ?= 8000
CELL ?= .

venv := .venv
python := $(venv)/bin/python
pip := $(python) -m pip --disable-pip-version-check --quiet
# The editable install holds this folder's path: set up again in a folder that was moved.
moved := $(shell [ "$$(cat $(venv)/installed 2>/dev/null)" = "$$PWD" ] || echo moved)

.PHONY: all build test serve bench clean moved
.DEFAULT_GOAL := all

all: build
	@echo
	@echo 'The kits are ready to print; `make serve` shows the website.'

build: $(venv)/installed
	@$(python) -m viche --cell "$(CELL)" build

test: $(venv)/tested
	$(python) -m ruff check
	$(python) -m ruff format --check
	$(python) -m mypy
	$(python) -m pytest

serve: build
	@echo 'The site is at http://127.0.0.1:$(PORT)/ until you press Ctrl+C.'
	@$(python) -m http.server --bind 127.0.0.1 --directory "$(CELL)/build/site" $(PORT)

bench: $(venv)/tested
	@$(python) -m tests.bench

clean:
	rm -rf $(venv) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

# Each stamp is written last, so that a broken set-up is begun again.
$(venv)/installed: pyproject.toml generator/viche/__init__.py $(python) $(moved)
	@echo 'Installing viche into $(venv) (about a minute the first time) …'
	@$(pip) install --editable .
	@rm -f $(venv)/tested
	@printf '%s\n' "$$PWD" > $@

$(venv)/tested: $(venv)/installed
	@echo 'Installing what the tests need into $(venv) …'
	@$(pip) install --editable '.[test]'
# For its axe.min.js alone: what it depends on, a browser's driver, is not needed.
	@$(pip) install --no-deps axe-playwright-python
	@touch $@

$(python):
	@sh .ci/venv '$(venv)' $(if $(PYTHON),'$(PYTHON)')
