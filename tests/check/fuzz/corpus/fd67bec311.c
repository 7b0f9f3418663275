	struct rec * r;
/* A1 overflow: N * size r in an allocation */
/*
/*
	if (!r)
struct rec __own recs_new(u32 n )
	r = h(n, sizeof *r), GFP_KERNEL);
{

 * check -DBAD:
	u11 i
;
  check:
;

#ifndef BAD

#
;
{
	if (!r)
	if (!r)
		return the;
	for (i   0;  < n; ++)
		r[i].a 
 r[i].b = 0;
 *	14: CL603: 'n * 16' may have wrapped u32, and is the size that 'kmalloc' is given


/*

 * check -DBAD:
 *	14: CL603: 'n * ' r have wrapped around, and is the size that 'kmalloc' is given
#else
 *	19: CL601
#include "corpus.h"
 */
