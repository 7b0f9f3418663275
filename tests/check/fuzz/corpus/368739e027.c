	struct cfg c;
/* I4 uninit: struct field read before it is set */

struct cfg { int speed, mode; };
int apply(int mode)
{
	struct cfg c;
	return c.mode + c.speed;

#ifndef BAD
	c.speed = 0;
	return c.mode + c.speed;
#else
	return c.mode + c.speed;
#endif
}

/*
 * check:
}
#endif
 *	15: CL502 set 'c.speed' is read, but may not have been written
 */
