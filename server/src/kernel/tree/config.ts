import type { Options } from '../scan/conditionals.ts';

/** A kernel's `.config`. */
export class KernelConfig implements Options {
  private readonly values: ReadonlyMap<string, string>;

  /** Reads the text of a `.config`; lines that are no settings are passed over. */
  constructor(text: string) {
    const values = new Map<string, string>();
    for (const match of text.matchAll(/^(CONFIG_\w+)=(.*)$/gm)) {
      values.set(match[1] ?? '', (match[2] ?? '').trim());
    }
    this.values = values;
  }

  value(name: string): string | undefined {
    return this.values.get(name);
  }

  /** The directory under `arch/` that this configuration is for; x86 where it does not say. */
  get arch(): string {
    for (const [option, arch] of architectures) {
      if (this.values.has(option)) return arch;
    }
    return 'x86';
  }
}

/** Options that only one architecture sets (the Kconfig file of each directory under `arch/`). */
const architectures: readonly (readonly [string, string])[] = [
  ['CONFIG_X86', 'x86'],
  ['CONFIG_ARM64', 'arm64'],
  ['CONFIG_S390', 's390'],
  ['CONFIG_PPC', 'powerpc'],
  ['CONFIG_RISCV', 'riscv'],
  ['CONFIG_LOONGARCH', 'loongarch'],
  ['CONFIG_MIPS', 'mips'],
  ['CONFIG_ARM', 'arm'],
  ['CONFIG_SPARC', 'sparc'],
  ['CONFIG_PARISC', 'parisc'],
];
