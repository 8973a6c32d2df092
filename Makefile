# Each target sets up .venv by itself when that is needed. Works with GNU Make 3.81 and newer.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

# What a target takes, as `make report REPORT=sample JOBS=2`. Nothing is asked for when none is given.
#   FILE= a reports file   REPORT= names in it   CORPUS= a name or a path   OUT= a folder   JOBS= how many at a time
#   FORCE=1 even if nothing changed   TESTS= a path or pytest options   UPGRADE=1 newest releases   ARGS= anything else
report_options = $(foreach name,$(REPORT),--name '$(name)') $(if $(CORPUS),-p 'corpus=$(CORPUS)') \
	$(if $(OUT),--out '$(OUT)') $(if $(JOBS),--jobs $(JOBS)) $(if $(filter-out 0 no,$(FORCE)),--force)
# A start page, no announcements, no look for updates, and an encrypted channel between the server and its kernels.
lab_options = --ServerApp.root_dir=. --LabApp.default_url=/lab/tree/notebooks/START.md \
	--LabApp.app_settings_dir=lib/framing/lab/settings --LabApp.news_url=None \
	--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate \
	--KernelManager.transport_encryption=auto --log-level=WARN

.PHONY: help setup report lab test torture bench calibrate check format lock clean
.DEFAULT_GOAL := help

help: ## show this list
	@echo "make TARGET, and what it does:"
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  \1|\2/p' $(firstword $(MAKEFILE_LIST)) | awk -F'|' '{ printf "%-10s %s\n", $$1, $$2 }'

setup: $(READY) ## make .venv from the locked packages (PYTHON=python3.12); the others do it by themselves
	@echo "Ready: $$($(BIN)/python --version) in .venv. Next: make report, make lab or make help."

report: $(READY) ## run the notebooks, write outputs/<report>/index.html (REPORT= CORPUS= FILE= OUT= JOBS= FORCE=1)
	@$(BIN)/framing report $(report_options) $(ARGS) $(if $(FILE),'$(FILE)')

lab: $(READY) ## open the start page of the notebooks in JupyterLab
	@$(BIN)/python -m jupyter lab $(lab_options) $(ARGS)

# All of them run on every processor (at most four), the tests of a file in one place; a few in this one.
test: $(READY) ## run the tests and the docstring examples (TESTS=tests/trends)
	@$(BIN)/python -m pytest $(if $(TESTS),$(TESTS),-n auto --maxprocesses 4 --dist loadfile) $(ARGS)

torture: $(READY) ## kill two hundred reports at random moments and look at what is left (ARGS="--kills 20 --seed 7")
	@$(BIN)/python benchmarks/torture.py $(ARGS)

bench: $(READY) ## measure this core beside others on the same texts (ARGS=--full: hours)
	@$(BIN)/python benchmarks/bench.py $(ARGS)
	@$(BIN)/python benchmarks/copies.py
	@$(BIN)/python benchmarks/notebooks.py

calibrate: $(READY) ## measure on drawn corpora whether the intervals cover, and write docs/calibration.md (ARGS=--small)
	@$(BIN)/python benchmarks/calibrate.py $(ARGS)

check: $(READY) ## lint, format and types, changing nothing
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check . || { echo "Not formatted as above; make format does it."; exit 1; }
	@$(BIN)/mypy --no-error-summary
	@echo "Lint, format and types are in order."

format: $(READY) ## mend lint and format where a program can
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format --quiet .

lock: $(READY) ## write requirements.lock again after a change in pyproject.toml (UPGRADE=1: to today's releases)
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--extra dev --extra cluster --custom-compile-command "make lock" $(if $(UPGRADE),--upgrade) \
		pyproject.toml --output-file requirements.lock
	@echo "requirements.lock is written; the next make installs it."

clean: ## remove outputs and caches; corpora and .venv stay
	@find outputs -mindepth 1 -maxdepth 1 ! -name README.md -exec rm -rf {} +
	@rm -rf build dist .cache .hypothesis .mypy_cache .pytest_cache .ruff_cache
	@find lib tests notebooks -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

# PYTHON was given and is another one than that of .venv: set up again.
ifneq ($(origin PYTHON),file)
ifneq ($(shell ($(PYTHON) -V) 2>&1),$(shell ($(BIN)/python -V) 2>&1))
.PHONY: $(READY)
endif
endif

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c '' 2>/dev/null || { echo "No program called $(PYTHON) runs here: install Python 3.11 or newer," \
		"or name the one you have: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is" \
		"$$($(PYTHON) --version 2>&1), and 3.11 or newer is needed: install one, or name it: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) cannot make environments: its venv" \
		"module is missing. On Debian and Ubuntu: sudo apt install python3-venv"; exit 1; }
	@echo "Setting up .venv from requirements.lock (some 200 MB to fetch the first time) ..."
	@rm -f $@
	@[ "$$($(BIN)/python -V 2>&1)" = "$$($(PYTHON) -V 2>&1)" ] || $(PYTHON) -m venv --clear .venv
	@awk '/^[^ ]/ { uv = /^uv==/ } uv' requirements.lock > .venv/uv.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes --no-deps -r .venv/uv.lock
	@$(BIN)/uv pip sync --quiet --compile-bytecode --python $(BIN)/python --require-hashes requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@
