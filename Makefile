# The five things to do here. Options: make up PORT=8001 HOST=0.0.0.0, make bench NAME=start, PYTHON=python3.12.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
export PYTHON
TRYING = HUB_DEBUG=$${HUB_DEBUG-1} HUB_DEMO=$${HUB_DEMO-$${HUB_DEBUG-1}}
LIKE_PRODUCTION = HUB_DEBUG=0 HUB_DEMO=0 HUB_BASE_URL=https://hub.example.org HUB_ALLOWED_HOSTS=hub.example.org

.PHONY: help up test check bench platform oracles

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 12

up: ## the hub, until Ctrl-C: database, web server, worker, prober
	@.ci/environment requirements.lock
	@$(TRYING) exec .venv/bin/python manage.py up --host $(HOST) --port $(PORT)

test: ## all tests that this machine can run, and a line about those it cannot
	@.ci/environment requirements-dev.lock
	.venv/bin/pytest -n auto --dist loadgroup

check: ## style, layers, types, migrations, and Django's own list for production
	@.ci/environment requirements-dev.lock
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/lint-imports
	.venv/bin/mypy
	.venv/bin/python manage.py makemigrations --check --dry-run
	$(LIKE_PRODUCTION) .venv/bin/python manage.py check --deploy --fail-level WARNING

bench: ## one line of JSON per figure; NAME=x runs benchmarks/x.py only
	@.ci/environment requirements-dev.lock
	@for script in benchmarks/$(or $(NAME),*).py; do .venv/bin/python $$script || exit 1; done

oracles: ## other programs that count, for the tests and benchmarks that compare with them
	@.ci/environment requirements-dev.lock
	@.venv/bin/python -m tests.voting.oracles.environment
	@.venv/bin/python -m tests.status.readers.environment

platform: ## a real MLflow and a real Jupyter server on loopback, for the starter community to watch
	@.ci/environment requirements.lock
	@$(TRYING) exec .venv/bin/python manage.py platform
