/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What can be seen of all this from outside: the text of debugfs's and binderfs's files, in Linux's own
 * format, for the tools that read it.
 */
#ifndef BINDER_LOGS_H
#define BINDER_LOGS_H

#include <cleat/seq_file.h>

#include "transaction.h"

/** binder_log_transaction - keep what became of @s among the last transactions */
void binder_log_transaction(const struct binder_send *s) __must_hold(&binder_lock);

/** binder_stats_add - add @stats, which its thread may be counting in, to @sum */
void binder_stats_add(struct binder_stats *sum, const struct binder_stats *stats);

/** binder_log_gone - what a process counted stays in the sum over all */
void binder_log_gone(const struct binder_stats *stats) __must_hold(&binder_lock);

/* The files; 0. The hashed ones show no address of a program. */
int binder_state_show(struct seq_file *m);
int binder_state_hashed_show(struct seq_file *m);
int binder_stats_show(struct seq_file *m);
int binder_transactions_show(struct seq_file *m);
int binder_transactions_hashed_show(struct seq_file *m);
int binder_transaction_log_show(struct seq_file *m);
int binder_failed_transaction_log_show(struct seq_file *m);

/** binder_proc_show - all opens by process @tgid */
int binder_proc_show(struct seq_file *m, pid_t tgid);

#endif
