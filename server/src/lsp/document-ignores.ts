import { baselineName, readBaseline } from '../feasibility/ignores/baseline.ts';
import { readIgnoreComments } from '../feasibility/ignores/comments.ts';
import type { DocumentIgnores } from '../feasibility/ignores/model.ts';
import type { Baseline } from './baselines.ts';
import { documentKind } from './documents/document-kind.ts';
import type { LineDocument } from './documents/line-document.ts';
import { folderOf } from './workspace-files.ts';

/** The baseline that speaks of a document: that of the nearest folder. */
export function baselineOf(uri: string, baselines: readonly Baseline[]): Baseline | undefined {
  let nearest: Baseline | undefined;
  for (const baseline of baselines) {
    const folder = folderOf(baseline.uri);
    if (folder === undefined || !uri.startsWith(`${folder}/`)) continue;
    if (nearest === undefined || baseline.uri.length > nearest.uri.length) nearest = baseline;
  }
  return nearest;
}

/** A document's path from a folder above it, as a baseline names it. */
export function pathFrom(folder: string, uri: string): string {
  const path = uri.slice(folder.length + 1);
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** All that is to be ignored in a document: what its comments say, and the nearest baseline. */
export function ignoresOf(
  document: LineDocument,
  baselines: readonly Baseline[],
): readonly DocumentIgnores[] {
  const isSource = documentKind(document.languageId) === 'source';
  const comments = isSource ? [readIgnoreComments(document.text)] : [];
  const baseline = baselineOf(document.uri, baselines);
  const folder = baseline === undefined ? undefined : folderOf(baseline.uri);
  if (baseline === undefined || folder === undefined) return comments;
  const { text } = baseline;
  const path = pathFrom(folder, document.uri);
  return [...comments, readBaseline({ name: baselineName, text, document: path })];
}
