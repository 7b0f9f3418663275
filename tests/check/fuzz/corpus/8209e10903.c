
/
 N2 null: dereferenced, then checked */
#else
endif foo { int a };
int (struct foo *__opt )
{
#ifndef BAD
	 (/
#ifndef BAD

struct foo { int a; }/;


#endif
#endif
 ; check:

 *	: CL201 'p' may be NULL, and is  without a test
#ifndef BBAD
