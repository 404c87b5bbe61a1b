# The handbook's commands. Needed beforehand: make, and any Python 3 that has pip.
# Works with GNU make 3.81 (macOS) and later. `make` alone lists the commands.

HOST ?= 127.0.0.1
PORT ?= 8000

# The installer: a uv that is there and knows build constraints, else one of our own in .tools/.
# (A pyenv shim may be on PATH and still refuse to run in a folder with a .python-version: hence the try.)
OWN_UV := .tools/uv/bin/uv
UV := $(shell uv pip sync --help 2>/dev/null | grep -q build-constraint && echo uv || echo $(OWN_UV))
UV_FILE := $(filter $(OWN_UV),$(UV))
PYTHON ?= $(shell for python in python3 python3.12 python3.13 python3.11 /usr/bin/python3 python; do \
	$$python -m pip --version >/dev/null 2>&1 && { echo $$python; break; }; done)

# A build that failed half-way must not pass for a finished one.
.DELETE_ON_ERROR:

BIN := .venv/bin
# What npm installs is run by the Node of .venv, whatever else is on the machine.
export PATH := $(CURDIR)/$(BIN):$(PATH)
# Same input, same bytes: the build date is that of the last commit.
export SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct 2>/dev/null || echo 1767225600)
# Material announces MkDocs 2 at every build; that choice is made and written down.
export NO_MKDOCS_2_WARNING := 1

# Where Python may not keep what it compiles, installing compiles it, or every command would do so again.
COMPILE_NOW := $(if $(PYTHONDONTWRITEBYTECODE),--compile-bytecode)

PACKAGES_READY := .venv/.ready
NODE_READY := node_modules/.ready
SITE := site/index.html
# Folders count too: a deleted file changes its folder's time.
SITE_INPUTS := $(shell find handbook_src docs overrides handbook calculators mkdocs.yml \
	requirements/browser.txt requirements/carrier.txt package-lock.json \
	-name __pycache__ -prune -o -print 2>/dev/null)

.PHONY: help setup serve site pdf check test links bench fuzz audit browser lock clean

help:
	@echo "make serve   install what is needed, build the site, serve it on http://$(HOST):$(PORT) (PORT=… changes it)"
	@echo "make test    install what is needed, Chromium included, and run every test"
	@echo "make site    build the site into site/"
	@echo "make pdf     print the whole handbook into build/handbook.pdf (needs Chromium: make browser)"
	@echo "make check   lint, format, types and content"
	@echo "make links   walk the built site: dead links, orphans, clicks from the home page"
	@echo "make bench   measure everything, and write the page docs/maintain/performance.md"
	@echo "make fuzz    run more than 100,000 generated inputs through every reader (Linux on x86-64)"
	@echo "make audit   ask about known holes in everything that is pinned (needs the network)"
	@echo "make lock    renew the pinned versions in requirements/ and package-lock.json"
	@echo "make clean   remove everything that make made, except downloads"

setup: $(PACKAGES_READY)

serve: $(PACKAGES_READY)
	$(BIN)/mkdocs serve --dirty --dev-addr $(HOST):$(PORT)

site: $(SITE)

pdf: $(SITE)
	$(BIN)/handbook pdf

check: $(PACKAGES_READY) $(NODE_READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/node node_modules/pyright/index.js
	$(BIN)/npm run --silent types
	$(BIN)/handbook check

test: $(PACKAGES_READY) $(NODE_READY) $(SITE) browser
	$(BIN)/npm test --silent
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal

links: $(SITE)
	$(BIN)/python -m tests.site_walk site

# The programs take turns; one that fails does not lose the figures of the others. Ends with 1 on a missed goal too.
bench: $(SITE) $(NODE_READY) browser
	$(BIN)/python bench/every.py

# Its library has wheels for Linux on x86-64 only, so it lies apart from what everybody installs.
fuzz: $(PACKAGES_READY) .tools/fuzz/.ready
	PYTHONPATH=.tools/fuzz $(BIN)/python -m tests.fuzz.run

audit: $(PACKAGES_READY) .tools/audit/.ready
	PYTHONPATH=.tools/audit $(BIN)/python tests/audit.py

.tools/%/.ready: requirements/%.txt | $(PACKAGES_READY) $(UV_FILE)
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --only-binary :all: --require-hashes --target .tools/$* \
		--requirement $<
	@touch $@

# A Chromium, Chinese fonts and the web servers that tests use; Firefox and WebKit where Debian's apt can install them.
# Only looks, where they are there already.
browser: $(PACKAGES_READY)
	@$(BIN)/python tests/chromium.py --install
	@$(BIN)/python -m tests.web_servers
	@$(BIN)/python -m tests.engines.programs --install

$(OWN_UV): requirements/uv.txt
	@test -n "$(PYTHON)" || { echo "No Python 3 with pip was found. Install one (Debian, Ubuntu: apt-get install python3-pip;" \
		"macOS: brew install python), or install uv, then run make again. PYTHON=… names one that is not on PATH." >&2; exit 1; }
	PIP_ROOT_USER_ACTION=ignore $(PYTHON) -m pip install --quiet --disable-pip-version-check --no-deps --only-binary :all: --require-hashes \
		--upgrade --target .tools/uv --requirement requirements/uv.txt
	@touch $@

$(PACKAGES_READY): requirements/dev.txt requirements/build.txt requirements/run.in pyproject.toml .python-version | $(UV_FILE)
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info[:2] != (3, 12))' 2>/dev/null \
		|| { rm -rf .venv && $(UV) venv --quiet .venv; } \
		|| { echo "Python 3.12 was neither found nor could it be fetched. Install it and run make again." >&2; exit 1; }
	$(UV) pip sync --quiet $(COMPILE_NOW) --python $(BIN)/python --require-hashes --build-constraint requirements/build.txt requirements/dev.txt
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --build-constraint requirements/build.txt --editable .
	@# jieba's old escape sequences warn when it is compiled: once, here, instead of in somebody's build or test.
	@$(BIN)/python -W ignore -c 'import jieba'
	@touch $@

$(NODE_READY): package.json package-lock.json | $(PACKAGES_READY)
	$(BIN)/npm ci --silent --ignore-scripts --no-audit --no-fund
	@touch $@

$(SITE): $(SITE_INPUTS) $(PACKAGES_READY)
	$(BIN)/mkdocs build --strict --clean
	@touch $@

# Locks hold versions and hashes, never addresses: whoever installs uses the registry that their machine is set to.
COMPILE = $(UV) pip compile --quiet --upgrade --python-version 3.12 --generate-hashes --no-header \
	--no-emit-index-url --no-emit-find-links
lock: | $(UV_FILE) $(PACKAGES_READY)
	$(COMPILE) --universal requirements/dev.in --output-file requirements/dev.txt
	$(COMPILE) --universal requirements/build.in --output-file requirements/build.txt
	$(COMPILE) --universal requirements/uv.in --output-file requirements/uv.txt
	$(COMPILE) requirements/fuzz.in --output-file requirements/fuzz.txt
	$(COMPILE) --universal requirements/audit.in --output-file requirements/audit.txt
	$(COMPILE) --python-platform wasm32-pyodide2024 --no-emit-package numpy requirements/browser.in \
		--output-file requirements/browser.txt
	$(COMPILE) --no-deps requirements/carrier.in --output-file requirements/carrier.txt
	$(BIN)/npm install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved --no-audit --no-fund

clean:
	rm -rf .venv .tools node_modules site build handbook.egg-info .pytest_cache .ruff_cache .hypothesis
