# SPDX-License-Identifier: AGPL-3.0-or-later
# Works on a machine with only Python >= 3.11 (with venv) and make.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
VENV ?= .venv
BIN := $(VENV)/bin
export CYDWAITH_VENV := $(VENV)

.DEFAULT_GOAL := help
.PHONY: help demo test check bench bench-figures bench-linkage assets messages requirements format clean

help: ## Show what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

demo: ## Build everything and serve the demonstration (HOST, PORT)
	@$(PYTHON) scripts/bootstrap.py base
	@exec $(BIN)/cydwaith demo --host $(HOST) --port $(PORT)

test: ## All that CI runs
	@$(PYTHON) scripts/bootstrap.py dev
	@$(BIN)/python scripts/test.py $(ARGS)

check: ## The inner loop, under a minute
	@$(PYTHON) scripts/bootstrap.py dev
	@$(BIN)/python scripts/test.py --quick

bench: ## Measure pages and imports (ARGS="--people N --database sqlite|postgresql")
	@$(PYTHON) scripts/bootstrap.py dev
	@$(BIN)/python -m bench $(ARGS)

bench-figures: ## Measure figures against the same counts by hand (ARGS="--people N")
	@$(PYTHON) scripts/bootstrap.py dev
	@$(BIN)/python -m bench.figures $(ARGS)

bench-linkage: ## Measure how well and how fast records are linked (ARGS="--records N")
	@$(PYTHON) scripts/bootstrap.py dev
	@$(BIN)/python -m bench.linkage $(ARGS)

assets: ## Build style sheets and scripts
	@$(PYTHON) scripts/bootstrap.py assets

messages: ## Extract strings into the catalogues and compile them
	@$(PYTHON) scripts/bootstrap.py dev
	@$(BIN)/python scripts/messages.py

requirements: ## Compile requirements/*.txt anew (ARGS=--upgrade for newer versions)
	@$(BIN)/python scripts/requirements.py $(ARGS)

format: ## Format the code
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

clean: ## Remove what is built (not a site's data)
	rm -rf $(VENV) frontend/node_modules src/cydwaith/web/static/build dist test-results .coverage*
	find src -name '*.mo' -delete
