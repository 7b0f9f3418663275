# SPDX-License-Identifier: MIT OR GPL-2.0-only
# The front door. meson and ninja build the user-space parts, Kbuild the modules.
#
#   make            build/cleat
#   make demo       set up, build, and show the main job: one driver, two worlds
#   make test       set up, build, run every test; ends in "N passed, N failed"
#   make mutate     plant bugs in every driver and see who notices
#   make bench      the measurements (not tests)
#   make install PREFIX=/usr/local [DESTDIR=]
#   make setup      install the Debian packages named in ./packages
#   make clean

PREFIX ?= /usr/local
SHELL = /bin/bash
.PHONY: all setup demo test bench fuzz-check mutate install clean build/cleat
.DEFAULT_GOAL := all

all: build/cleat

setup:
	@scripts/setup

build/build.ninja: | setup
	@meson setup build --prefix=$(PREFIX) >build-setup.log 2>&1 || { cat build-setup.log; exit 1; }
	@mv build-setup.log build/

build/cleat: build/build.ninja
	@ninja -C build --quiet
	@ln -sf build/compile_commands.json compile_commands.json

demo: build/cleat
	@scripts/demo

# TESTS=area or area/name runs a part.
test: build/cleat
	@tests/run $(TESTS)

# The checker under libFuzzer, SECONDS=n long (600).
fuzz-check:
	@tests/check/fuzz/run $(SECONDS)

mutate: build/cleat
	@tests/mutate/mutate

bench: build/cleat
	@bench/run $(BENCH)

install: build/cleat
	@meson configure build --prefix=$(abspath $(PREFIX))
	@ninja -C build --quiet install

clean:
	@rm -rf build compile_commands.json
