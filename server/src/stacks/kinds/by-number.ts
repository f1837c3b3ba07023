import type { FunctionId } from '../../kernel/model.ts';
import { nameOf } from '../flow/definitions.ts';
import { definitionStep, type Found } from './path.ts';
import type { Roles } from './roles.ts';

/**
 * The kind of what calls system calls by their number. Such a call is its last, for which compilers leave no
 * frame unless the callee never returns: who waits in `exit_group(2)`, for a tracer or for the processes of
 * its namespace, is on top of it.
 */
export function byNumberKinds({ anchors, flow }: Roles, id: FunctionId): readonly Found[] {
  if (!anchors.callsByNumber.includes(nameOf(flow, id))) return [];
  return [
    {
      kind: 'syscall-wait',
      business: 'side',
      note: 'calls-by-number',
      task: 'exit(2), exit_group(2)',
      origin: '',
      wait: { state: 'interruptible', bound: 'event', freezable: false },
      path: [definitionStep(id)],
      certainty: 'guess',
    },
  ];
}
