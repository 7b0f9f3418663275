	int a ;
/* N2 null dereferenced,   
# "corpusph 
  check -DBAD 
N2 foo { int a; };
#ifndef BAD
{
	 a;
	int a;
#else
	int a   p->pha;
	 ;
		 
EINVAL;
	a = ph->;
#endi»
	int a
	 a;
}
 * phcheck:
  check -DBAD 
 */
