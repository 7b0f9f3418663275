// SPDX-License-Identifier: MIT OR GPL-2.0-only
/* Queues of several types that own a reference each: taken and given as lists have it, and never ended full. */
#include <cleat/kref.h>
#include <cleat/slab.h>
#include <cleat/spinlock.h>
#include <cleat/variant_list.h>

static DEFINE_SPINLOCK(todo_lock);

enum { TODO_CALL = 1, TODO_DONE, TODO_NOTE };

struct call {
	struct kref refs;
	struct cleat_variant_link work, done;
	int id;
};
void call_release(struct call *__own c);
DEFINE_REFCOUNTED(call, struct call, refs, call_release);

struct note {
	struct cleat_variant_link work;
	int text;
};

DEFINE_VARIANT_LIST(todo);
DEFINE_VARIANT(todo, todo_call, struct call, work, TODO_CALL);
DEFINE_VARIANT(todo, todo_done, struct call, done, TODO_DONE);
DEFINE_VARIANT(todo, todo_note, struct note, work, TODO_NOTE);

struct proc {
	struct todo todo __guarded_by(&todo_lock);
	int n;
};

void call_release(struct call *__own c)
{
	kfree(c);
}

/* good: the queue has one reference, the caller keeps its own */
void post(struct proc *p, struct call *c)
{
	guard(spinlock)(&todo_lock);
	todo_call_add_tail(&p->todo, call_get(c));
	todo_done_add_tail(&p->todo, call_get(c));
}

/* good */
int note(struct proc *p, int text)
{
	struct note *n __free(kfree) = kzalloc_obj(*n);

	if (!n)
		return -ENOMEM;
	n->text = text;
	guard(spinlock)(&todo_lock);
	todo_note_add(&p->todo, no_free_ptr(n));
	return 0;
}

/* good: what is taken is used without the lock, and given back */
int next(struct proc *p)
{
	struct call *c = NULL;
	struct note *n = NULL;
	int ret = 0;

	scoped_guard(spinlock, &todo_lock) {
		switch (todo_kind(&p->todo)) {
		case TODO_CALL:
			c = todo_call_pop(&p->todo);
			break;
		case TODO_DONE:
			c = todo_done_pop(&p->todo);
			break;
		case TODO_NOTE:
			n = todo_note_pop(&p->todo);
			break;
		default:
			break;
		}
	}
	if (c) {
		ret = c->id;
		call_put(c);
	}
	if (n) {
		ret = n->text;
		kfree(n);
	}
	return ret;
}

static void drop_first(struct todo *t)
{
	struct call *c = todo_call_pop(t);
	struct note *n;

	if (c)
		call_put(c);
	c = todo_done_pop(t);
	if (c)
		call_put(c);
	n = todo_note_pop(t);
	kfree(n);
}

static void drain(struct todo *t)
{
	while (!todo_empty(t))
		drop_first(t);
}

/* good */
void proc_free(struct proc *__own p)
{
	drain(&p->todo);
	kfree(p);
}

/* good: a queue on the stack ends empty */
void flush(struct call *c)
{
	struct todo mine;

	todo_init(&mine);
	todo_call_add(&mine, call_get(c));
	drain(&mine);
}

/* good: taken from whichever queue it is on */
void cancel(struct call *c)
{
	struct call *queued;

	scoped_guard(spinlock, &todo_lock)
		queued = todo_call_dequeue(c);
	if (queued)
		call_put(queued);
}

/* bad: the queue is given a borrowed one */
void post_bad(struct proc *p, struct call *c)
{
	guard(spinlock)(&todo_lock);
	todo_call_add_tail(&p->todo, c);
}

/* bad: without the lock */
void post_unlocked_bad(struct proc *p, struct call *c)
{
	todo_call_add_tail(&p->todo, call_get(c));
}

/* bad: what was taken is lost */
int next_bad(struct proc *p)
{
	struct call *c;

	guard(spinlock)(&todo_lock);
	c = todo_call_pop(&p->todo);
	return c ? c->id : 0;
}

/* bad: looked at, and used after the unlock */
int peek_bad(struct proc *p)
{
	struct call *c;

	scoped_guard(spinlock, &todo_lock)
		c = todo_call_first(&p->todo);
	return c ? c->id : 0;
}

/* bad: the wrong end for its type */
void free_bad(struct proc *p)
{
	struct call *c;

	scoped_guard(spinlock, &todo_lock)
		c = todo_call_pop(&p->todo);
	kfree(c);
}

/* bad: it may be of another kind */
int kind_bad(struct proc *p)
{
	struct note *n;
	int text;

	guard(spinlock)(&todo_lock);
	n = todo_note_pop(&p->todo);
	text = n->text;
	kfree(n);
	return text;
}

/* bad: one kind is gone, the others are not */
void proc_free_bad(struct proc *__own p)
{
	struct call *c;

	while ((c = todo_call_pop(&p->todo)))
		call_put(c);
	kfree(p);
}

/* bad: the queue on the stack ends with what is on it */
void flush_bad(struct call *c)
{
	struct todo mine;

	todo_init(&mine);
	todo_call_add(&mine, call_get(c));
	drop_first(&mine);
}

/* bad: the reference that the queue had is lost */
void cancel_bad(struct call *c)
{
	guard(spinlock)(&todo_lock);
	if (todo_call_dequeue(c))
		c->id = 0;
}

/*
 * check:
 *	146: CL105: 'c' is passed to 'todo_call_add_tail', which releases it, but it is only borrowed here
 *	152: CL404: 'p->todo' is written without 'todo_lock', which guards it
 *	162: CL101: 'c' is owned here, and is not released on this path
 *	172: CL410: 'c' was read under 'todo_lock', which is no longer held
 *	182: CL105: 'c' is passed to 'kfree', but it counts its references: it ends with the last one
 *	193: CL201: 'n' may be NULL, and is dereferenced without a test
 *	205: CL107: 'p' is freed while something may be in 'p->todo'
 *	216: CL101: 'mine' ends here, and something may still be in it
 *	222: CL101: 'todo_call_dequeue(…)' is owned here, and is not released on this path
 */
