# Two commands: `make run` gives the report, `make test` passes the tests. Both set up everything they need.
.DEFAULT_GOAL := help
.PHONY: help run test check bench docs clean

help:  ## what there is to make
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

run: .venv/.run  ## run the crisis that ships: Kazakhstan, January 2022
	.venv/bin/multivector run kazakhstan-2022

test: .venv/.test  ## style, types, import contracts, tests
	scripts/test

check: .venv/.test  ## style, types, import contracts only
	scripts/check

bench: .venv/.test  ## benchmarks: ratios with their spread, never a test
	.venv/bin/python bench/run.py

docs: .venv/.test  ## write the generated pages afresh
	scripts/generate

clean:  ## remove the environment
	rm -rf .venv

.venv/.run: requirements/run.txt pyproject.toml scripts/setup
	scripts/setup requirements/run.txt && touch $@

.venv/.test: requirements/test.txt requirements/nlp.txt pyproject.toml scripts/setup
	scripts/setup requirements/test.txt requirements/nlp.txt && touch $@ .venv/.run
