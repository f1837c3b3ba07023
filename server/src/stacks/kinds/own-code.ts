import type { FunctionId } from '../../kernel/model.ts';
import type { Anchors } from '../flow/anchors.ts';
import { callFilesOf } from '../flow/call-files.ts';
import { INLINE, isMarked, nameOf } from '../flow/definitions.ts';
import { ARGUMENT, CALL, type Edge, type Flow, fromOf, POINTER, toOf } from '../flow/flow.ts';

/**
 * Tells the calls from system calls down to where they are carried out, in the files that define some and in inline
 * functions: `vfs_fallocate()` is not about waiting, but who waits behind its pointer came by it. Pointers from one
 * such file into another count too, and those into such a file from where a file ends: `sock_close()` does not wait.
 */
export function ownCodeOf(
  flow: Flow,
  { fileEnd }: Anchors,
  returns: (edge: Edge) => boolean,
): (edge: Edge) => boolean {
  const files = callFilesOf(flow);
  const definesCalls = (id: FunctionId): boolean => files.has(flow.fileOf[id] ?? -1);
  const isOwn = (id: FunctionId): boolean => definesCalls(id) || isMarked(flow, id, INLINE);
  return (edge) => {
    const [from, to] = [fromOf(flow, edge), toOf(flow, edge)];
    const how = flow.how[edge];
    if (how === CALL) return returns(edge) && isOwn(from) && isOwn(to);
    if (how !== POINTER && how !== ARGUMENT) return false;
    return definesCalls(to) && (definesCalls(from) || nameOf(flow, from) === fileEnd.name);
  };
}
