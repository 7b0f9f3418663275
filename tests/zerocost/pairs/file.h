/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The ioctls of the pair "file". */
#ifndef ZEROCOST_FILE_H
#define ZEROCOST_FILE_H

enum { NOTE_MAX = 256 };

#define NOTE_CLEAR _IO('|', 0x90)
#define NOTE_LEN _IOR('|', 0x91, __u32)

#endif
