/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What the owners in an object hold when it is made, and when it goes elsewhere. */
#include <cleat/prelude.h>

struct dev { struct kref refs; u32 id; };

static void dev_release(struct dev *__own d)
{
	kfree(d);
}

DEFINE_REFCOUNTED(dev, struct dev, refs, dev_release);

struct open_file { struct dev *__own dev; };
struct packet { struct cleat_list_link link; struct dev *__own __opt to; };

DEFINE_OWNED_LIST(packets, struct packet, link, kfree);
void packet_send(struct packet *__own p);

/* bad: the new object owns a reference that nobody took */
struct open_file *__own __opt file_new_borrowed(struct dev *d)
{
	struct open_file *f = kzalloc_obj(*f);

	if (!f)
		return NULL;
	f->dev = d;
	return f;
}

/* good */
struct open_file *__own __opt file_new(struct dev *d)
{
	struct open_file *f = kzalloc_obj(*f);

	if (!f)
		return NULL;
	f->dev = dev_get(d);
	return f;
}

/* good: the caller gives its own */
struct open_file *__own __opt file_new_given(struct dev *__own d)
{
	struct open_file *f = kzalloc_obj(*f);

	if (!f) {
		dev_put(d);
		return NULL;
	}
	f->dev = d;
	return f;
}

/* bad: whoever takes the packet puts the device again */
void send_twice(struct packet *__own p)
{
	struct dev *d = p->to;

	if (d)
		dev_put(d);
	packet_send(p);
}

/* good */
void send_alone(struct packet *__own p)
{
	struct dev *d = p->to;

	p->to = NULL;
	if (d)
		dev_put(d);
	packet_send(p);
}

/* good: it is full again */
void send_other(struct packet *__own p, struct dev *d)
{
	if (p->to)
		dev_put(p->to);
	p->to = dev_get(d);
	packet_send(p);
}

/* bad: a list takes it, too */
void queue_twice(struct packets *l, struct packet *__own p)
{
	if (p->to)
		dev_put(p->to);
	packets_add(l, p);
}

/*
 * check:
 *	28: CL115: 'f->dev' owns 'd', which is only borrowed here
 *	62: CL108: 'p' is handed on while 'p->to' points to an object that is gone
 *	90: CL108: 'p' is handed on while 'p->to' points to an object that is gone
 */
