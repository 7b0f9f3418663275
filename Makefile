# SPDX-License-Identifier: MIT OR GPL-2.0-only
# The front door. meson and ninja build the user-space parts, Kbuild the modules.
.PHONY: all setup clean
PREFIX ?= /usr/local

all: build/cleat

build/build.ninja:
	meson setup build --prefix=$(PREFIX)
.PHONY: build/cleat
build/cleat: build/build.ninja
	@ninja -C build --quiet
	@ln -sf build/compile_commands.json compile_commands.json
clean:
	rm -rf build compile_commands.json
