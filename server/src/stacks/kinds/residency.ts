import type { FunctionId } from '../../kernel/model.ts';
import { basicKinds } from './basic.ts';
import { byNumberKinds } from './by-number.ts';
import { lifelongKinds } from './lifelong.ts';
import type { Found } from './path.ts';
import type { Roles } from './roles.ts';
import { sideKinds, waitKinds } from './waiting.ts';

/**
 * Every way in which a function comes to be on a stack, the worst first, what is aside from its
 * business last; at least one.
 */
export function residencyOf(roles: Roles, id: FunctionId): readonly Found[] {
  const lifelong = lifelongKinds(roles, id);
  if (lifelong.length > 0) return lifelong;
  const waiting = waitKinds(roles, id);
  if (waiting.length > 0) return waiting;
  return [...basicKinds(roles, id), ...sideKinds(roles, id), ...byNumberKinds(roles, id)];
}
