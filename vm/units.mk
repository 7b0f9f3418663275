# SPDX-License-Identifier: MIT OR GPL-2.0-only
# Part of the Kbuild that "cleat build" makes for a driver of several files, after the driver's own:
# up to twelve of a module's files become one, so that the kernel's headers are read once for them,
# and small functions are inlined from one into another. cleat_with_NAME.h (vm/units.c) is there for
# files that can be compiled so; what has flags of its own stays apart.
cleat-most := 12
cleat-hash := \#
define cleat-line


endef
cleat-joins = $(foreach o,$(1),$(if $(CFLAGS_$(o))$(CFLAGS_REMOVE_$(o)),,$(if $(wildcard $(src)/cleat_with_$(o:.o=.h)),$(o))))
cleat-text = $(cleat-hash)include <linux/printk.h>$(foreach o,$(1),$(cleat-line)$(cleat-hash)include "cleat_with_$(o:.o=.h)")
cleat-changed = $(subst x$(1),,x$(2))$(subst x$(2),,x$(1))
cleat-write = $(if $(call cleat-changed,$(file <$(1)),$(2)),$(file >$(1),$(2)))
cleat-unit = $(if $(word 2,$(2)),$(call cleat-write,$(src)/$(1).c,$(call cleat-text,$(2)))$(1).o,$(2))
# $(call cleat-units,OBJECTS,NAME,x...): the units' objects
cleat-units = $(if $(1),$(call cleat-unit,cleat_$(2)_$(words $(3)),$(wordlist 1,$(cleat-most),$(1))) \
	$(call cleat-units,$(wordlist 13,$(words $(1)),$(1)),$(2),$(3) x))
# $(call cleat-join,OBJECTS,NAME): the same, and what stays apart
cleat-join = $(filter-out $(call cleat-joins,$(1)),$(1)) $(call cleat-units,$(call cleat-joins,$(1)),$(2),x)
