import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Position } from '../../ports/position.ts';
import { type JudgedDocument, ReportStore } from '../documents/report-store.ts';
import { fakeJudge } from './fake-judge.ts';

/** A judged document and the place of its marker. */
export interface MarkedDocument {
  readonly judged: JudgedDocument;
  readonly position: Position;
}

const MARKER = '‸';

/** Judges a text that holds the marker `‸` where the cursor stands; at its start without one. */
export async function markedDocument(marked: string, languageId = 'diff'): Promise<MarkedDocument> {
  const offset = Math.max(0, marked.indexOf(MARKER));
  const text = marked.replace(MARKER, '');
  const document = TextDocument.create('file:///patches/example.patch', languageId, 1, text);
  const reports = new ReportStore();
  reports.useJudge(Promise.resolve(fakeJudge));
  const judged = await reports.judged(document);
  if (judged === undefined) throw new Error(`${languageId} documents are not judged`);
  return { judged, position: document.positionAt(offset) };
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
