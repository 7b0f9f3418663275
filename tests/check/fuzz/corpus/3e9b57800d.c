	struct c c;
 */
cfg  { int speed
 cmode; };
 
	struct c c;


	.mode = ;
 * cheD
	return cfg . + cspeed

#else
 * check:
 }

/*
 ; :
 : check -DBAD:
 *}/
	check
speed * 0;
