import type { KernelGraph } from '../../kernel/model.ts';
import { graphOf } from '../../kernel/test-tree.ts';
import { type FindInTree, treePlaces } from '../tree-places.ts';

/** Some functions, one of them called by a macro and one through a pointer. */
export const smallTree = `//- kernel/sched/idle.c
static void do_idle(void)
{
	cpuidle_idle_call();
	schedule_idle();
}
void cpu_startup_entry(int state)
{
	while (1)
		do_idle();
}
//- kernel/sched/core.c
void schedule_idle(void)
{
}
void schedule(void)
{
}
static void do_idle(void)
{
}
//- kernel/a.c
static int a_open(void)
{
	schedule();
	return 0;
}
static const struct file_operations a_ops = {
	.open = a_open,
};
int b_open(struct file_operations *ops)
{
	return ops->open();
}
`;

export const inSmallTree: FindInTree = treePlaces('/src/linux');

/** The graph of {@link smallTree}. */
export function smallGraph(): Promise<KernelGraph> {
  return graphOf(smallTree);
}
