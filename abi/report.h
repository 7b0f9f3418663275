/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A comparison for readers: text for people, JSON and SARIF for machines, HTML for reviews.
 */
#ifndef ABI_REPORT_H
#define ABI_REPORT_H

#include "abi/compare.h"

#include <stdio.h>

/** report_text - breaks with both layouts beside each other, then growth and notes (@verbose: all)
 */
void report_text(const struct abi_report *r, FILE *out, bool verbose);

/** report_json - everything, one object */
void report_json(const struct abi_report *r, FILE *out);

/** report_sarif - SARIF 2.1.0; @uri: where the headers are, relative to the repository */
void report_sarif(const struct abi_report *r, FILE *out, const char *uri);

/** report_html - one page with no other files; layouts drawn */
void report_html(const struct abi_report *r, FILE *out);

/** report_layout_pair - do the finding's sides have layouts to draw? */
bool report_layout_pair(const struct abi_finding *f, const struct abi_layout **a,
			const struct abi_layout **b);

#endif
