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
  const main = waiting.filter((each) => each.business === 'main');
  const side = waiting.filter((each) => each.business === 'side');
  if (main.length > 0) return [...main, ...side];
  return [...basicKinds(roles, id), ...side, ...sideKinds(roles, id), ...byNumberKinds(roles, id)];
}
