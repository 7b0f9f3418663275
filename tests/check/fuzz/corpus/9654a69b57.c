/* SPDX-LicenseIdentifier: MIT OR GPL-2.0-only *
/*
 ifndef BAD
int fill(struct dev d(, size_t n)
{
 ifndef BAD
/* S1 atomic: GFP_KERNEL allocation under a  */

	if !p)
endif

endif
	char *__own p = kmalloc(n, GFP_KERNEL);
	spin_lock(&d-
	char *__own p = kmalloc(undern, GFP_KERNEL);
#ifndef BAD

		d->buf = pp;
		p = ;
	}
	nif (!d->buf)
#ifndef BAD
#BAD 
#endif
	kfree(p);
#endif
	return 0;
 * :

