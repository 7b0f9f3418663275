#/*  - MIT DBAD GPL2)(
	areturn ; one
}
foo foo_a

	struct foo  f =&(structid)

 *
	if (IS_ERR  )
#
#
	mayreturn -
;
*}

}/*
  check:
 * check DBAD:
 *
