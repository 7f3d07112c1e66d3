# One screen: make help. Everything runs from .venv, made by the first target that needs it.

PYTHON ?= python3
PY := .venv/bin/python
# Extra words for pytest, as in: make test T="-k dossier -x"
T ?=
# Two lanes: one with the running suite, one with all the rest. N=0 runs everything in one process (for a debugger).
N ?= 2
# Words that narrow the gallery to the pages and people that hold one of them.
W ?=
# What must not install anything first.
INSTALLED := test -x $(PY) || { echo "Parvis n'est pas installé : make up / not installed: make up"; exit 1; };
# A process for make logs, as in: make logs P=demarches
P ?=

.DEFAULT_GOAL := help
.PHONY: help up cluster down status logs reset demo test e2e chaos security soak bench gallery lighthouse observatory lint format types walls contracts requirements \
	assets sbom lock ci bootstrap

help: ## This screen
	@echo "Parvis: what make can do here."
	@echo
	@grep -hE '^[a-z0-9]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9]+):.*## (.*)/  make \1\t\2/' | expand -t 22
	@echo
	@echo "  PARVIS_PORT_BASE=9000 make up runs a second suite beside the first one."

bootstrap:
	@$(PYTHON) deploy/local/bootstrap.py

up: bootstrap ## Install what is missing, start everything, load the demo, print the addresses
	@$(PY) -m suite up

cluster: bootstrap ## The same as a cluster: three NATS, two PostgreSQL, two of each process of ours, a balancer
	@PARVIS_CLUSTER=1 $(PY) -m suite up

down: ## Stop everything cleanly
	@$(INSTALLED) $(PY) -m suite down

status: ## What runs, where, since when
	@$(INSTALLED) $(PY) -m suite status

logs: ## Follow the logs (P=demarches for one process)
	@$(INSTALLED) $(PY) -m suite logs $(P)

reset: bootstrap ## Stop, and wipe every data of this checkout (asks first; YES=1 does not)
	@$(PY) -m suite reset

demo: bootstrap ## Load the demo data again (repeatable)
	@$(PY) -m suite demo

test: bootstrap assets ## Everything: unit, contract, integration, browser (T="-k word" narrows)
	@$(PY) -m pytest -n $(N) --dist loadfile --no-loadscope-reorder --durations=40 --durations-min=4 $(T)

e2e: bootstrap assets ## Journeys across the running suite, in a real browser
	@$(PY) -m pytest tests/e2e tests/operations $(T)

chaos: bootstrap assets ## Kill, freeze and wipe while demands flow; nothing may be lost (CLUSTER=1: a cluster as well)
	@PARVIS_CLUSTER_ROUNDS=$(or $(PARVIS_CLUSTER_ROUNDS),$(CLUSTER),0) $(PY) -m pytest tests/chaos $(T)

security: bootstrap assets ## Hostile requests to every API, hostile files, walls between towns, known holes of dependencies (long run)
	@PARVIS_ADVISORIES=1 PARVIS_FUZZ_EXAMPLES=$(or $(PARVIS_FUZZ_EXAMPLES),100) PARVIS_FUZZ_ROUNDS=$(or $(PARVIS_FUZZ_ROUNDS),1000) $(PY) -m pytest \
		tests/security tests/operations/test_tenant_walls.py services/documents/tests/test_hostile.py -rs $(T)

soak: bootstrap assets ## The same work for long; nothing may grow (PARVIS_SOAK_SECONDS=600), into docs/soak.md
	@$(PY) tests/load/soak.py

bench: bootstrap assets ## Rates and delays beside their references, into docs/benchmarks.md
	@.venv/bin/uv pip install --quiet --require-hashes --requirement tests/load/requirements.lock
	@$(PY) tests/load/run.py

lighthouse: bootstrap assets ## Lighthouse on four pages, mobile preset, into docs/benchmarks.md
	@$(PY) tests/load/lighthouse.py

observatory: bootstrap assets ## Headers of both entrances, graded by the MDN HTTP Observatory run here
	@$(PY) -m pytest tests/security/test_observatory.py -rP --show-capture=stdout $(T)

gallery: bootstrap assets ## Pictures of every page and state, three widths, light and dark, in one page (W="a word" narrows)
	@$(PY) -m tests.gallery.take $(W)

lint: bootstrap ## Style of the code; new revisions of schemas only widen
	@$(PY) -m ruff check
	@$(PY) -m ruff format --check
	@$(PY) -m kit.revisions

format: bootstrap ## Write the code in our style
	@$(PY) -m ruff check --fix
	@$(PY) -m ruff format

types: bootstrap ## Types
	@$(PY) -m pyright

walls: bootstrap ## Who may import whom, and the proof that each wall stands
	@.venv/bin/lint-imports
	@$(PY) -m pytest tests/walls $(T)

contracts: bootstrap ## Committed schemas are those of the code, and what others read of them only widens
	@$(PY) -m kit.contracts --check

requirements: bootstrap ## Requirements that no test shows yet
	@$(PY) -m kit.requirements

assets: bootstrap ## Build styles and scripts when they changed
	@$(PY) -m suite.assets

sbom: bootstrap ## The list of components (CycloneDX) and of their licences, into .parvis/sbom
	@$(PY) -m kit.bill

lock: bootstrap ## Resolve all dependencies anew into requirements.lock
	@$(PY) -m suite.lock

ci: lint types walls contracts test ## What a change must pass
