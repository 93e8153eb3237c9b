# make play    sets everything up and plays a routine: make play ROUTINE=desk-break ARGS="--text"
# make test    sets everything up and runs the tests
PYTHON ?= python3
VENV ?= .venv
ROUTINE ?= upper-back
ARGS ?=
EXTRAS ?= test
TESTS ?= tests
BIN = $(VENV)/bin

.PHONY: play test lint bench test-all clean

play: $(VENV)/ready
	@$(BIN)/backplayer play $(ROUTINE) $(ARGS) || test $$? -eq 130  # Ctrl-C is a way to end

test: $(VENV)/ready-to-test-$(EXTRAS)
	$(BIN)/python -m pytest -n 3 --dist loadfile $(TESTS)

lint: $(VENV)/ready-to-lint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/ready-to-test-$(EXTRAS)
	$(BIN)/python -m tests.bench

# The tests on every Python that is supported and found here.
test-all:
	@for version in 3.10 3.11 3.12 3.13; do \
	  if python$$version -c "" 2>/dev/null; then \
	    echo "== Python $$version"; \
	    $(MAKE) --no-print-directory test PYTHON=python$$version VENV=.venv-$$version || exit 1; \
	  else echo "== Python $$version is not here"; fi; \
	done

$(VENV)/made:
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 10) and 'backplayer needs Python 3.10 or newer; name one: make PYTHON=python3.12')"
	@echo "Setting up $(VENV) (once) ..."
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/ready: $(VENV)/made pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/ready-to-test-$(EXTRAS): $(VENV)/made pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[$(EXTRAS)]'
	@touch $@ $(VENV)/ready

$(VENV)/ready-to-lint: $(VENV)/ready-to-test-$(EXTRAS)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

clean:
	rm -rf .venv .venv-* build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
