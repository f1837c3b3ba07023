import type { FunctionId } from '../../kernel/model.ts';
import { type Definitions, isMarked, NEVER_RETURNS } from './definitions.ts';

/** Whether the source says that a function never returns (`__noreturn`, `include/linux/compiler_attributes.h`). */
export function neverReturns(of: Definitions, id: FunctionId): boolean {
  return isMarked(of, id, NEVER_RETURNS);
}
