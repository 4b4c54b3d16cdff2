# Ruhang: everything a person does with this tree. `make help` lists it; `make run` and `make test` set the machine up by themselves.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# Where Go is usually unpacked, for shells that do not say so.
export PATH := $(PATH):/usr/local/go/bin:/usr/lib/go/bin:/snap/bin
export CGO_ENABLED := 1
# One set of flags for everything: another set would compile all C parts again, for minutes. Never -trimpath here.
export BUILD_FLAGS := -buildvcs=false
# Packages are built with this patch of Go, whatever this machine has: flaws of the standard library are mended there.
export RELEASE_GO := go1.26.10
# What `make test` and `make bench` look at, and what else go test shall be told: make test PACKAGES=./core/... TEST_FLAGS=-count=1
export PACKAGES TEST_FLAGS

BINARY := build/ruhang$(if $(filter Windows_NT,$(OS)),.exe)

.PHONY: help run demo kiosk build test bench shots check fuzz package clean setup-build setup-test

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(firstword $(MAKEFILE_LIST)) | awk -F'|' '{ printf "%-16s%s\n", $$1, $$2 }'

run: build ## set the machine up, build, start the app; without a display: walk the whole job and leave pictures and PDFs in build/walk/
	@.ci/start run $(BINARY)

demo: build ## the app on a bank full of invented candidates, kept in build/demo-bank
	@.ci/start demo $(BINARY)

kiosk: build ## the check-in screen of the lobby, full screen
	@.ci/start kiosk $(BINARY)

build: setup-build
	@[ -d cmd/ruhang ] || { echo "build: cmd/ruhang is not there yet, so there is no app to build" >&2; exit 1; }
	@mkdir -p build
	@[ -e $(BINARY) ] || echo "build: the first build compiles OpenGL, windowing and SQLite from C: four to ten minutes; later ones take seconds"
	go build $(BUILD_FLAGS) -o $(BINARY) ./cmd/ruhang

test: setup-test ## set the machine up; gofmt, go vet, all tests; ends with the table of promises and the tests that show them
	@.ci/test

bench: setup-test ## benchmarks; numbers in build/bench.txt, ratios on the screen
	@.ci/bench

shots: setup-test ## pictures of the screens, drawn by the UI's tests, in build/shots/
	@.ci/shots

check: setup-build ## vet, staticcheck, gosec, known vulnerabilities, licences, SBOM (fetches the tools)
	@.ci/check

fuzz: setup-test ## every decoder of outside bytes, FUZZTIME each (20s)
	@.ci/fuzz

package: setup-build ## an installable package for this system in build/package/
	@.ci/package

clean: ## removes build/ (with the demo bank in it)
	rm -rf build

setup-build:
	@.ci/setup build

setup-test:
	@.ci/setup test
