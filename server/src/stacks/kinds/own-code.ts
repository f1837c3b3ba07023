import type { FunctionId } from '../../kernel/model.ts';
import { callFilesOf } from '../flow/call-files.ts';
import { INLINE, isMarked } from '../flow/definitions.ts';
import { type Edge, type Flow, fromOf, toOf } from '../flow/flow.ts';

/**
 * Tells the calls from system calls down to where they are carried out, in the files that define some and in inline
 * functions: `vfs_fallocate()` is not about waiting, but who waits behind its pointer came by it.
 */
export function ownCodeOf(flow: Flow, returns: (edge: Edge) => boolean): (edge: Edge) => boolean {
  const files = callFilesOf(flow);
  const isOwn = (id: FunctionId): boolean =>
    files.has(flow.fileOf[id] ?? -1) || isMarked(flow, id, INLINE);
  return (edge) => returns(edge) && isOwn(fromOf(flow, edge)) && isOwn(toOf(flow, edge));
}
