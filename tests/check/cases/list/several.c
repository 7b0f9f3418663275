/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* An object on several containers: one owns it, and it ends on none. */
#include <cleat/prelude.h>

#include <cleat/list.h>
#include <cleat/mutex.h>
#include <cleat/rbtree.h>

struct page {
	struct cleat_rb_link by_id;
	struct cleat_list_link lru;
	u32 id;
};
void page_free(struct page *__own p);
DEFINE_OWNED_RBTREE(pages, struct page, by_id, id, page_free);
DEFINE_LIST(recent, struct page, lru);

struct cache {
	struct mutex lock;
	struct pages all __guarded_by(&lock);
	struct recent recent __guarded_by(&lock);
};

void page_free(struct page *__own p)
{
	kfree(p);
}

int cache_add(struct cache *c, u32 id)
{
	struct page *p = kzalloc_obj(*p);

	if (!p)
		return -ENOMEM;
	p->id = id;
	guard(mutex)(&c->lock);
	recent_add(&c->recent, p);
	pages_add(&c->all, p);
	return 0;
}

/* bad: it stays on the list */
void cache_drop(struct cache *c, u32 id)
{
	struct page *p;

	guard(mutex)(&c->lock);
	p = pages_find(&c->all, id);
	if (p)
		kfree(pages_erase(&c->all, p));
}

/* good */
void cache_drop_both(struct cache *c, u32 id)
{
	struct page *p;

	guard(mutex)(&c->lock);
	p = pages_find(&c->all, id);
	if (!p)
		return;
	recent_del(&c->recent, p);
	kfree(pages_erase(&c->all, p));
}

/* bad: by a function of the driver that ends it */
void cache_drop_by(struct cache *c, u32 id)
{
	struct page *p;

	guard(mutex)(&c->lock);
	p = pages_find(&c->all, id);
	if (p)
		page_free(pages_erase(&c->all, p));
}

/* good: where it is not on the list, there is nothing to do */
void cache_drop_asked(struct cache *c, u32 id)
{
	struct page *p;

	guard(mutex)(&c->lock);
	p = pages_find(&c->all, id);
	if (!p)
		return;
	if (recent_linked(p))
		recent_del(&c->recent, p);
	page_free(pages_erase(&c->all, p));
}

static void page_end(struct cache *c, struct page *__own p) __must_hold(&c->lock)
{
	recent_del(&c->recent, p);
	kfree(p);
}

/* good: the function that ends it does that */
void cache_drop_end(struct cache *c, u32 id)
{
	struct page *p;

	guard(mutex)(&c->lock);
	p = pages_find(&c->all, id);
	if (p)
		page_end(c, pages_erase(&c->all, p));
}

/* good: it goes on living */
void cache_renumber(struct cache *c, u32 id, u32 to)
{
	struct page *p;

	guard(mutex)(&c->lock);
	p = pages_find(&c->all, id);
	if (!p)
		return;
	p = pages_erase(&c->all, p);
	p->id = to;
	pages_add(&c->all, p);
}

/* good: the list was emptied before */
void cache_clear(struct cache *c)
{
	struct page *p;

	guard(mutex)(&c->lock);
	while (recent_pop(&c->recent))
		;
	while ((p = pages_first(&c->all)))
		page_free(pages_erase(&c->all, p));
}

/* bad: asked, and not heeded */
void cache_drop_unheeded(struct cache *c, u32 id)
{
	struct page *p;

	guard(mutex)(&c->lock);
	p = pages_find(&c->all, id);
	if (!p)
		return;
	if (recent_linked(p))
		p->id = 0;
	page_free(pages_erase(&c->all, p));
}

/*
 * check:
 *	50: CL111: 'pages_erase(…)' ends here, and may still be on a 'struct recent'
 *	74: CL111: 'pages_erase(…)' ends here, and may still be on a 'struct recent'
 *	144: CL120: a key is written, and by 'p->by_id' its element may be on a tree that it orders
 *	145: CL111: 'pages_erase(…)' ends here, and may still be on a 'struct recent'
 */
