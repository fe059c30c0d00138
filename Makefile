# `make demo` shows the main job, `make check` is what CI runs. Set-up happens by itself, once.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
SECONDS ?= 300

PEERS ?= .peers

.PHONY: help demo check coverage test lint format benchmark benchmark-engine benchmark-peers score fuzz clean

help:
	@echo "make demo       set up, then check, run, list and show: the main job, once through"
	@echo "make check      set up, then run every check and every test, as CI does"
	@echo "make coverage   count the branches that the tests execute; make check does so, too"
	@echo "make test       the same with the fast tests alone"
	@echo "make format     let ruff lay out the code"
	@echo "make benchmark-peers  time the server beside tombi, vscode-json-language-server and yaml-language-server, which are installed in PEERS"
	@echo "make benchmark-engine  time runs beside those of gage 0.1.2, guildai, dvc and mlflow, which are installed in PEERS"
	@echo "make benchmark  print start-up times beside python -c pass, what opening and editing a gagefile costs, the server's pauses, hovers, navigation, and listing runs"
	@echo "make score      score the messages of gage check on a corpus of broken gagefiles (GAGE_CORPUS)"
	@echo "make fuzz       let atheris search for texts that break the language (SECONDS=300)"
	@echo "make clean      remove the virtual environment"

$(VENV)/.installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 10) or sys.exit("Gage needs Python 3.10 or newer; this is %s. Name another one: make PYTHON=python3.12 ..." % sys.version.split()[0])'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --group dev
	@touch $@

demo: $(VENV)/.installed
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh examples/demo.sh

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/vulture
	$(BIN)/vulture gage gage_ls tests benchmarks

check: lint
	@sh tests/editors/install.sh
	$(BIN)/pytest -n 2
	@$(MAKE) --no-print-directory coverage

# A run of its own, as measuring takes time and imports, and only of examples that are the same every time. What passes
# was found out before: a test that measuring disturbs (pytest's exit code 1) still counts with what it executes.
coverage: $(VENV)/.installed-dev
	rm -rf .coverage-data
	$(BIN)/coverage run -m pytest -n 2 -q -m "not slow and not hypothesis and not unmeasured" || [ $$? = 1 ]
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report --fail-under 100 --include "gage/gagefile/*,gage/runs/*"
	$(BIN)/coverage report --fail-under 95

test: lint
	$(BIN)/pytest -n 2 -m "not slow"

format: $(VENV)/.installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

benchmark: $(VENV)/.installed
	$(BIN)/python benchmarks/startup.py
	$(BIN)/python benchmarks/language.py
	$(BIN)/python benchmarks/pauses.py
	$(BIN)/python benchmarks/hover.py
	$(BIN)/python benchmarks/navigation.py
	$(BIN)/python benchmarks/runs.py
	$(BIN)/python benchmarks/output.py
	$(BIN)/python benchmarks/lsp.py

benchmark-peers: $(VENV)/.installed-dev $(PEERS)/.installed
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python benchmarks/lsp.py --peers $(PEERS)

$(PEERS)/.installed: $(VENV)/.installed-dev
	$(PYTHON) -m venv $(PEERS)/venv
	$(PEERS)/venv/bin/python -m pip install --quiet tombi
	PATH="$(CURDIR)/$(BIN):$$PATH" npm install --no-audit --no-fund --prefix $(PEERS)/npm vscode-langservers-extracted yaml-language-server
	@touch $@

# Each in an environment of its own, in a version known to work; what cannot be installed is left out.
ENGINES := gage-0.1.2 guildai dvc mlflow
REQUIREMENTS_gage-0.1.2 := "gage==0.1.2" "typer==0.12.3" "click==8.1.7" "setuptools<80"
REQUIREMENTS_guildai := "guildai==0.9.0" "setuptools<80"
REQUIREMENTS_dvc := "dvc==3.67.0"
REQUIREMENTS_mlflow := "mlflow==3.17.0"

benchmark-engine: $(VENV)/.installed $(ENGINES:%=$(PEERS)/%/.installed)
	$(BIN)/python benchmarks/engine.py --peers $(PEERS) --parts

$(PEERS)/%/.installed:
	$(PYTHON) -m venv $(@D)
	-$(@D)/bin/python -m pip install --quiet $(REQUIREMENTS_$*)
	@touch $@

score: $(VENV)/.installed
	$(BIN)/python benchmarks/messages.py

fuzz: $(VENV)/.installed-dev
	$(BIN)/python -m pip install --quiet "atheris>=3,<4"
	$(BIN)/python tests/fuzz/fuzz_language.py -max_total_time=$(SECONDS)

clean:
	rm -rf $(VENV)
