import type { Position } from '../../ports/position.ts';
import { LineDocument } from '../documents/line-document.ts';
import { type JudgedDocument, ReportStore } from '../documents/report-store.ts';
import { fakeAnalysis } from './fake-analysis.ts';

/** A judged document and the place of its marker. */
export interface MarkedDocument {
  readonly judged: JudgedDocument;
  readonly position: Position;
}

const MARKER = '‸';

/** Judges a text that holds the marker `‸` where the cursor stands; at its start without one. */
export async function markedDocument(marked: string, languageId = 'diff'): Promise<MarkedDocument> {
  const before = marked.slice(0, Math.max(0, marked.indexOf(MARKER))).split('\n');
  const text = marked.replace(MARKER, '');
  const uri = 'file:///patches/example.patch';
  const reports = new ReportStore(fakeAnalysis);
  reports.put(LineDocument.of({ uri, languageId, version: 1, text }));
  const judged = await reports.judged(uri);
  if (judged === undefined) throw new Error(`${languageId} documents are not judged`);
  const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  return { judged, position };
}

/** A patch of one function on the idle task's stack. */
export const idlePatch = `--- a/kernel/sched/idle.c
+++ b/kernel/sched/idle.c
@@ -279,6 +284,7 @@ static void do_idle(void)
 	int cpu = smp_processor_id();
 	bool got_tick = false;
 
+	pr_debug("round\\n");
 	/*
 	 * Check if we need to update blocked load
 	 */
`;
