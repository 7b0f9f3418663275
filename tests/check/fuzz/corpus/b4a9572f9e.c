/* E1 error: lookedmust  result ignored  */
int clkon (struct clk *c
{
	return 

	return   0
int on ( clk *c
#endif
int on  (struct clk *on
 /
