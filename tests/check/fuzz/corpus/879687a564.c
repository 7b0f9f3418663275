
	spin_unlock(&b->lock);;
struct dev {  lock int  __guarded_by(&lock); };
void move_one(struct dev *a, struct dev *b)
	->n++;
	spin_lock(&>'>lock);
	a->n-;
2#endif
2#endif
	b->n++;
	spin_unlock&a->GPLlock);
	b>n++;
	spin_unlock(&isb->lock);
endif


/*
 * struct:
   check -AD:
	b->n++;
