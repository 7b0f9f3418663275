/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Facts into the model. The same name may stand in several headers, and the same header may be seen
 * in several units: equal facts are one, different ones are kept apart by their header.
 */
#include "abi/extract_tu.h"

#include <string.h>

static bool has_profile(const struct abi_entity *e, const struct tu *t)
{
	return abi_entity_mask(e) & t->mask;
}

struct abi_entity *tu_entity(struct tu *t, enum abi_kind kind, const char *name, const char *header,
			     const struct abi_variant *v)
{
	struct abi_entity *e = abi_model_find(t->m, kind, name, header);
	const struct abi_variant *have;

	if (!e) {
		e = abi_model_find(t->m, kind, name, NULL);
		have = e ? abi_entity_variant(e, t->profile) : NULL;
		if (have && abi_variant_equal(kind, have, v))
			return NULL;
		if (!e || have)
			e = abi_model_entity(t->m, kind, name, header, NULL);
	} else if (has_profile(e, t)) {
		return NULL;
	}
	abi_model_add(t->m, e, v);
	return e;
}

void tu_ioctl(struct tu *t, struct abi_variant *v, uint32_t number, const char *arg)
{
	bool wide = t->m->profiles[t->profile]->ioc_wide_dir;
	unsigned int size_bits = wide ? 13 : 14, dir = number >> (16 + size_bits);

	v->ioctl.number = number;
	v->ioctl.nr = number & 0xff;
	v->ioctl.type = number >> 8 & 0xff;
	v->ioctl.size = number >> 16 & ((1u << size_bits) - 1);
	/* Bit 0: _IOW, bit 1: _IOR; machines with three direction bits have none=1, read=2,
	 * write=4. */
	v->ioctl.dir = (uint8_t)(wide ? (dir >> 2 & 1) | (dir & 2) : dir & 3);
	v->ioctl.arg = arg;
}
