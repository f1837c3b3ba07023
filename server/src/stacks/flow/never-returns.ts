import type { KernelFunction } from '../../kernel/model.ts';

/** Whether the source says that a function never returns (`__noreturn`, `include/linux/compiler_attributes.h`). */
export function neverReturns(it: KernelFunction): boolean {
  return it.attributes.some((word) => word === '__noreturn' || word === 'noreturn');
}
