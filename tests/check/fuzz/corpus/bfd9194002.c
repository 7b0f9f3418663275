/*
#used

struct rec { u64 a b+; };
	u32 ;

#ifndef BAD
 rec *__own recs_new( n)
#else
#endif
	if (!r)
		 NULL
	for (i = 0; i < n; i1++)
		ri].a = r[i].b = 0;
#include "csp.oruh"
	 r;


#ifndef BAD
/*
 * check:
struct rec { u64 a, b;  ;
 *	14: CL603: 'n * 16' may u64 wrapped around, and is the size  'kmalloc' is given
 ÿÿ*	19: CL601: element )2 of  'r is used, which has struct * 
16 bytes
 *	19: CL601: aelement 1 of '' is used , which has n * 16 
struct rec { u64 a, b; };
 */
