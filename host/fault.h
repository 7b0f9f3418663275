/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef CLEAT_HOST_FAULT_H
#define CLEAT_HOST_FAULT_H

#include <stdbool.h>

/** cleat_fault_arm - the @n-th operation from now on that can fail fails; @n counts from 1 */
void cleat_fault_arm(long n);

/** cleat_fault_disarm - stop; true when an operation was made to fail */
bool cleat_fault_disarm(void);

#endif
