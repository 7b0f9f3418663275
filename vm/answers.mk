# SPDX-License-Identifier: MIT OR GPL-2.0-only
# Kbuild asks the compiler some thirty questions each time it is called ("do you know this option?"),
# which cost as much as compiling a small driver. What a compiler has answered once is kept in
# CLEAT_ANSWERS; the question's whole text and the compiler's version are the key.
# make reads this file first (MAKEFILES); Kbuild's own try-run then gives way.
cleat-hash := \#
cleat-empty :=
cleat-space := $(cleat-empty) $(cleat-empty)
cleat-key = cleat-answer-$(subst :,~c,$(subst =,~e,$(subst $(cleat-hash),~h,$(subst $$,~d,$(subst $(cleat-space),~,$(strip $(1)))))))
cleat-ask = $(shell TMP=$$(mktemp -d)/out && if ($(1)) >/dev/null 2>&1; then echo y; else echo n; fi; \
	rm -rf "$${TMP%/out}")
cleat-keep = $(eval $(1) := $(2))$(file >>$(CLEAT_ANSWERS),$(1) := $(2))
cleat-answer = $(if $($(1)),,$(call cleat-keep,$(1),$(call cleat-ask,$(2))))$($(1))

-include $(CLEAT_ANSWERS)
override try-run = $(if $(filter y,$(call cleat-answer,$(call cleat-key,$(CC_VERSION_TEXT) $(1)),$(1))),$(2),$(3))
