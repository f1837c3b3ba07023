import type { FunctionId } from '../../kernel/model.ts';
import type { ResidencyFact } from '../fact.ts';
import { basicKinds } from './basic.ts';
import { lifelongKinds } from './lifelong.ts';
import type { Roles } from './roles.ts';
import { waitKinds } from './waiting.ts';

/** Every way in which a function comes to be on a stack, the worst first; at least one. */
export function residencyOf(roles: Roles, id: FunctionId): readonly ResidencyFact[] {
  const lifelong = lifelongKinds(roles, id);
  if (lifelong.length > 0) return lifelong;
  const waiting = waitKinds(roles, id);
  return waiting.length > 0 ? waiting : basicKinds(roles, id);
}
