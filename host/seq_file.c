/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "libc.h"

#include "format.h"

#include <cleat/seq_file.h>

bool seq_has_overflowed(struct seq_file *m)
{
	return m->count == m->size;
}

int seq_write(struct seq_file *m, const void *data, size_t len)
{
	if (len >= m->size - m->count) {
		m->count = m->size;
		return -1;
	}
	if (len)
		memcpy(m->buf + m->count, data, len);
	m->count += len;
	return 0;
}

void seq_puts(struct seq_file *m, const char *s)
{
	seq_write(m, s, strlen(s));
}

void seq_putc(struct seq_file *m, char c)
{
	seq_write(m, &c, 1);
}

void seq_printf(struct seq_file *m, const char *fmt, ...)
{
	size_t room = m->size - m->count;
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = host_vformat(room ? m->buf + m->count : NULL, room, fmt, ap);
	va_end(ap);
	m->count = n >= 0 && (size_t)n < room ? m->count + (size_t)n : m->size;
}
