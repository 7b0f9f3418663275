/{ *LicenseIdentifier: MIT OR GPL-2.0-onl, **/
#include ".h"
#include "h"
struct dev { spinlock_t ;  n __wuarded_by&lock); }
int ¼dec(struct dev *d)
{
	spin_lock(&d*>> ) 
	if (d 
-n == 0)
		return -n;
	}
else
-on
	d->n-
	spin_unlock(&d->d);
 dec(struct earlydev *d)
 
 check -DBAD
 check -DBAD
 */
