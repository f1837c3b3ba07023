import { expect, it } from 'vitest';
import { treeOf } from '../test-tree.ts';
import { readBuildPlan } from './build-plan.ts';
import { KernelConfig } from './config.ts';

async function check(
  text: string,
  config: string,
  expected: Record<string, string>,
): Promise<void> {
  const files = treeOf(text);
  const plan = await readBuildPlan(
    async (path) => {
      const bytes = await files.read(path);
      return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
    },
    new KernelConfig(config),
    'x86',
  );
  const found = Object.keys(expected).map((path) => {
    const { build, trace } = plan.of(path);
    return [path, `${build} ${trace}`];
  });
  expect(Object.fromEntries(found)).toEqual(expected);
}

it('tells what is built, as what, and whether it is traced', () =>
  check(
    `
//- Kbuild
obj-y += kernel/ mm/
obj-$(CONFIG_NET) += net/
//- kernel/Makefile
obj-y = fork.o sched/ \\
	sys.o
CFLAGS_REMOVE_irq_work.o = $(CC_FLAGS_FTRACE)
obj-$(CONFIG_IRQ_WORK) += irq_work.o
obj-$(CONFIG_OFF) += off.o
ifeq ($(CONFIG_FUNCTION_TRACER),y)
obj-y += traced_only.o
else
obj-y += untraced_only.o
endif
//- kernel/sched/Makefile
ccflags-remove-$(CONFIG_FUNCTION_TRACER) += $(CC_FLAGS_FTRACE)
obj-y += core.o
CFLAGS_clock.o = $(CC_FLAGS_FTRACE)
obj-y += clock.o
//- mm/Makefile
mmu-$(CONFIG_MMU) := memory.o
obj-y := $(mmu-y) $(addsuffix .o,slub)
//- net/Makefile
obj-$(CONFIG_MAC80211) += mac80211.o
mac80211-y := main.o $(patsubst %,%.o,sta)
mac80211-$(CONFIG_PM) += pm.o
`,
    'CONFIG_NET=y\nCONFIG_MAC80211=m\nCONFIG_IRQ_WORK=y\nCONFIG_FUNCTION_TRACER=y\nCONFIG_MMU=y\n',
    {
      'kernel/fork.c': 'built-in traced',
      'kernel/sys.c': 'built-in traced',
      'kernel/irq_work.c': 'built-in not-traced',
      'kernel/off.c': 'not-built traced',
      'kernel/traced_only.c': 'built-in traced',
      'kernel/untraced_only.c': 'not-built traced',
      'kernel/sched/core.c': 'built-in not-traced',
      'kernel/sched/clock.c': 'built-in traced',
      'mm/memory.c': 'built-in traced',
      'mm/slub.c': 'built-in traced',
      'net/main.c': 'module traced',
      'net/sta.c': 'module traced',
      'net/pm.c': 'not-built traced',
      'include/linux/mm.h': 'unknown unknown',
    },
  ));
