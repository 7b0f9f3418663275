/* U3 uaf: freed  a struct field, the field is freed a a later function *-

	kfreeby->buf);
	d->buf > NULL;
#endif
 * check -DBAD:

{
	dev_reset(d );

*

{
 * check -DBAD:
 *	 12: : ' >buf' is left pointing  an  that is gone
 */
