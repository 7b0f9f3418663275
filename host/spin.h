/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Busy polling (cleat run --poll): a thread looks for a while at what it waits for before it sleeps. A
 * wake-up that finds it awake costs no system call, and no interrupt for a processor that had gone idle.
 */
#ifndef CLEAT_HOST_SPIN_H
#define CLEAT_HOST_SPIN_H

#include <stdbool.h>

/** host_spin_allow - from now on, for @us microseconds; false: not with a single processor */
bool host_spin_allow(unsigned int us);

/** host_spin_us - what was allowed; 0: nothing */
unsigned int host_spin_us(void);

/**
 * host_spin - look at *@word while it is @seen, for as long as is allowed
 *
 * Returns at once when as many threads do so as there are processors: more of them take from each other
 * what they hope to save.
 */
void host_spin(const unsigned int *word, unsigned int seen);

#endif
