import { expect, it } from 'vitest';
import { treeOf } from '../test-tree.ts';
import { readBuildPlan } from './build-plan.ts';
import { KernelConfig } from './config.ts';

async function check(
  text: string,
  config: string | undefined,
  expected: Record<string, string>,
): Promise<void> {
  const files = treeOf(text);
  const plan = await readBuildPlan(
    async (path) => {
      const bytes = await files.read(path);
      return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
    },
    config === undefined ? undefined : new KernelConfig(config),
    'x86',
  );
  const found = Object.keys(expected).map((path) => {
    const { build, trace, module, traceEvidence } = plan.of(path);
    const notes = [module === undefined ? '' : ` of ${module}`, traceEvidence ?? ''];
    return [path, `${build}${notes[0]} ${trace} ${notes[1]}`.trim()];
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
      'kernel/irq_work.c': 'built-in not-traced kernel/Makefile:3 CFLAGS_REMOVE_irq_work.o',
      'kernel/off.c': 'not-built traced',
      'kernel/traced_only.c': 'built-in traced',
      'kernel/untraced_only.c': 'not-built traced',
      'kernel/sched/core.c': 'built-in not-traced kernel/sched/Makefile:1 ccflags-remove-y',
      'kernel/sched/clock.c': 'built-in traced',
      'mm/memory.c': 'built-in traced',
      'mm/slub.c': 'built-in traced',
      'net/main.c': 'module of mac80211 traced',
      'net/sta.c': 'module of mac80211 traced',
      'net/pm.c': 'not-built traced',
      'include/linux/mm.h': 'unknown unknown',
    },
  ));

it('reads assignments behind a tab, names with functions in them, and rules of a makefile', () =>
  check(
    `
//- Kbuild
obj-y += net/ kernel/
//- net/Makefile
ifeq ($(CONFIG_X86_64),y)
\tobj-$(CONFIG_GART)\t+= gart.o
endif
obj-$(subst m,y,$(CONFIG_VLAN)) += core.o
obj-$(CONFIG_VLAN) += 8021q-net.o
all: gart.o
\tobj-y += recipe.o
//- kernel/Makefile
obj-y += relo_core.o inat.o
$(obj)/relo_core.o: $(srctree)/tools/lib/relo_core.c FORCE
\t$(call if_changed_rule,cc_o_c)
$(obj)/inat.o: $(obj)/inat-tables.c
ORIG_CFLAGS := $(KBUILD_CFLAGS)
KBUILD_CFLAGS = $(subst $(CC_FLAGS_FTRACE),,$(ORIG_CFLAGS))
`.replaceAll('\\t', '\t'),
    'CONFIG_X86_64=y\nCONFIG_GART=y\nCONFIG_VLAN=m\n',
    {
      'net/gart.c': 'built-in traced',
      'net/core.c': 'built-in traced',
      'net/8021q-net.c': 'module of 8021q_net traced',
      'net/recipe.c': 'not-built traced',
      'tools/lib/relo_core.c': 'built-in not-traced kernel/Makefile:6 KBUILD_CFLAGS',
      'kernel/inat.c': 'built-in not-traced kernel/Makefile:6 KBUILD_CFLAGS',
    },
  ));

it('finds the folders in the top Makefile of a kernel before 5.18', () =>
  check(
    `
//- Kbuild
always-y += include/generated/bounds.h
//- Makefile
core-y := init/ usr/
drivers-$(CONFIG_SAMPLES) += samples/
ifeq ($(KBUILD_EXTMOD),)
core-y += kernel/ mm/
endif
//- kernel/Makefile
obj-y = fork.o
//- mm/Makefile
obj-y = memory.o
//- samples/Makefile
obj-y = sample.o
`,
    'CONFIG_FUNCTION_TRACER=y\n',
    {
      'kernel/fork.c': 'built-in traced',
      'mm/memory.c': 'built-in traced',
      'samples/sample.c': 'not-built unknown',
    },
  ));

it('knows without a configuration only that other architectures are not built', () =>
  check(
    `
//- Kbuild
obj-y += kernel/ arch/x86/
//- kernel/Makefile
obj-y = fork.o
//- arch/x86/Kbuild
obj-y += kernel/
//- arch/x86/kernel/Makefile
obj-y += traps.o
`,
    undefined,
    {
      'kernel/fork.c': 'unknown traced',
      'arch/x86/kernel/traps.c': 'unknown traced',
      'arch/powerpc/kernel/traps.c': 'not-built unknown',
      'arch/powerpc/include/asm/traps.h': 'unknown unknown',
    },
  ));

const assemblies = `
//- Kbuild
obj-y += arch/x86/ drivers/
//- arch/x86/Makefile
//- arch/x86/Kbuild
obj-y += entry.o setup.o
//- drivers/Makefile
obj-m += crc.o
crc-y := crc-core.o crc-asm.o
`;

it('takes an object for assembly where that is what it is made of, and says what no list names', () =>
  check(assemblies, 'CONFIG_NET=y\n', {
    'samples/one.c': 'not-built unknown',
    'samples/two.c': 'not-built unknown',
    'arch/arm/three.c': 'not-built unknown',
    'arch/x86/entry.S': 'built-in not-traced',
    'arch/x86/setup.c': 'built-in traced',
    'arch/x86/setup.S': 'built-in not-traced',
    'arch/x86/absent.c': 'not-built traced',
    'arch/x86/absent.S': 'not-built traced',
    'drivers/crc-asm.S': 'module of crc not-traced',
    'drivers/crc-core.c': 'module of crc traced',
  }));

it('knows nothing of what is built without a configuration, but of other architectures', () =>
  check(assemblies, undefined, {
    'samples/one.c': 'unknown unknown',
    'arch/arm/three.c': 'not-built unknown',
    'samples/two.c': 'unknown unknown',
    'include/linux/one.h': 'unknown unknown',
    'arch/x86/entry.S': 'unknown not-traced',
    'drivers/crc-core.c': 'unknown of crc traced',
  }));
