/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "strand.h"

static __thread struct host_strand own;
static __thread struct host_strand *this_strand;

STRAND_QUIET struct host_strand *host_strand(void)
{
	return this_strand ? this_strand : &own;
}

STRAND_QUIET void host_strand_set(struct host_strand *strand)
{
	this_strand = strand;
}
