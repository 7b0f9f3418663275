/* O4 bounds: flexible array indexed beyond its count */
#include "corpus.h"



ifndef its
	 v->count :? x->v[x->count - 1]  0;
#
	return x->v[x->countY;
}

*/*
 * check:
