# make serve · make test · make check · make bench · make evaluate — everything else is a step of these.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DB := onrecord.db

.PHONY: serve build test check bench screenshots readme evaluate chromium lock clean

serve: $(VENV)/run
	$(BIN)/python build_db.py build --strict --output $(DB)
	$(BIN)/python build_db.py serve --database $(DB)

build: $(VENV)/run
	$(BIN)/python build_db.py build --strict --output $(DB)

test: $(VENV)/dev chromium
	$(BIN)/python -m pytest --numprocesses 2 --dist worksteal

check: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m tests.audit

bench: $(VENV)/dev
	$(BIN)/python -m tests.bench

screenshots: $(VENV)/dev chromium
	$(BIN)/python -m tests.screenshots

readme: $(VENV)/dev
	$(BIN)/python -m tests.readme

# The corpora are no part of the project: without CORPORA=directory their figures stay as they are.
evaluate: $(VENV)/dev
	$(BIN)/python -m tests.evaluate $(if $(CORPORA),--corpora $(CORPORA)) $(if $(DATABASE),--database $(DATABASE))

# The lock files name exact versions and hashes, never a registry. The project itself is installed last,
# without an isolated build, so that nothing unlocked is ever fetched.
$(VENV)/run: requirements.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "onrecord needs Python 3.11 or newer: make PYTHON=python3.12 serve")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/dev: $(VENV)/run requirements-dev.txt
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements-dev.txt
	touch $@

# The browser tests drive whatever Chromium is there; on Debian and Ubuntu it is installed when missing.
chromium:
	@command -v chromium chromium-browser google-chrome >/dev/null || sh tests/install_chromium.sh

lock:
	uv pip compile pyproject.toml --group build --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --output-file requirements.txt
	uv pip compile pyproject.toml --group build --group dev --constraint requirements.txt --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --output-file requirements-dev.txt

clean:
	rm -rf $(VENV) $(DB) .mypy_cache .pytest_cache .ruff_cache .hypothesis
