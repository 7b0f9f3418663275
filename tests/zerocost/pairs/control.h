/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A pair that differs on purpose: the comparison has to find it, or it is blind. */
#ifndef ZEROCOST_CONTROL_H
#define ZEROCOST_CONTROL_H

int control_worse(int *p);

#endif
