import { expect, test } from 'vitest';
import type { WorkspaceEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { readBaseline } from '../../feasibility/ignores/baseline.ts';
import type { Finding } from '../../feasibility/model.ts';
import type { JudgedDocument } from '../documents/report-store.ts';
import { idlePatch, markedDocument } from '../testing/marked-document.ts';
import { ignoreActions, staleComments } from './ignore-actions.ts';
import { ignoreEdit } from './ignore-edit.ts';

const nowhere = { baselines: [], folders: ['file:///patches'] };

/** The new text of each file that an edit touches; `before` holds the old ones. */
function edited(edit: WorkspaceEdit | undefined, before: Readonly<Record<string, string>>): string {
  return (edit?.documentChanges ?? [])
    .map((change) => {
      if ('kind' in change) return `create ${'uri' in change ? change.uri : ''}`;
      const { uri } = change.textDocument;
      const document = TextDocument.create(uri, '', 0, before[uri] ?? '');
      const edits = change.edits.flatMap((one) => ('newText' in one ? [one] : []));
      return `${uri}\n${TextDocument.applyEdits(document, edits)}`;
    })
    .join('\n');
}

async function titles(asksReason: boolean, createsFiles = true): Promise<string[]> {
  const { judged, position } = await markedDocument(idlePatch.replace('do_idle', 'do_‸idle'));
  const range = { start: position, end: position };
  const textDocument = { uri: judged.document.uri };
  const params = { textDocument, range, context: { diagnostics: [] } };
  const style = { asksReason, createsFiles, places: nowhere };
  return ignoreActions(judged, params, style).map(
    ({ title, command, edit }) => `${title} ${command?.command ?? Object.keys(edit ?? {})}`,
  );
}

test('clients that ask for a reason run their command; others get an edit to fill in', async () => {
  expect(await titles(true)).toEqual([
    'Ignore stall of do_idle() in the baseline file… livepatchFeasibility.ignore',
  ]);
  expect(await titles(false)).toEqual([
    'Ignore stall of do_idle() in the baseline file documentChanges',
  ]);
  expect(await titles(false, false)).toEqual([]);
});

const request = { uri: 'file:///patches/example.patch', code: 'stall', function: 'do_idle' };

test('a baseline is made at the top of the workspace, and ignores what was asked', async () => {
  const { judged } = await markedDocument(idlePatch);
  const text = edited(ignoreEdit(judged, request, 'ours', nowhere), {});
  expect(text).toMatchInlineSnapshot(`
    "create file:///patches/.livepatch-feasibility.json
    file:///patches/.livepatch-feasibility.json
    {
      "version": 1,
      "ignore": [
        {
          "code": "stall",
          "function": "do_idle",
          "document": "example.patch",
          "kernel": "6.1",
          "reason": "ours"
        }
      ]
    }
    "
  `);
  const [, , ...lines] = text.split('\n');
  const read = readBaseline({ name: 'x', text: lines.join('\n'), document: 'example.patch' });
  expect(read.ignores).toMatchObject([{ codes: ['stall'], function: 'do_idle', reason: 'ours' }]);
});

test('an entry is added to the baseline that is there, and the rest of it stays', async () => {
  const { judged } = await markedDocument(idlePatch);
  const uri = 'file:///patches/.livepatch-feasibility.json';
  const text =
    '{\n  "version": 1,\n  "ignore": [\n    { "code": "stall", "reason": "old" }\n  ]\n}\n';
  const places = { baselines: [{ uri, text }], folders: [] };
  expect(
    edited(ignoreEdit(judged, request, 'ours', places), { [uri]: text }),
  ).toMatchInlineSnapshot(`
    "file:///patches/.livepatch-feasibility.json
    {
      "version": 1,
      "ignore": [
        {
          "code": "stall",
          "reason": "old"
        },
        {
          "code": "stall",
          "function": "do_idle",
          "document": "example.patch",
          "kernel": "6.1",
          "reason": "ours"
        }
      ]
    }
    "
  `);
});

/** A livepatch module with a finding on its third line. */
async function moduleWith(text: string, finding: Partial<Finding>): Promise<JudgedDocument> {
  const { judged } = await markedDocument(text, 'c');
  const start = { line: 2, character: 1 };
  const whole: Finding = {
    code: 'stall',
    severity: 'warning',
    message: 'It stalls.',
    range: { start, end: start },
    related: [],
    function: 'do_idle',
    file: undefined,
    ...finding,
  };
  return { ...judged, report: { ...judged.report, findings: [whole] } };
}

const module = 'static struct klp_func funcs[] = {\n\t{\n\t\t.old_name = "do_idle",\n\t},\n};\n';

test('in C a comment above the line, indented as it is', async () => {
  const judged = await moduleWith(module, {});
  const edit = ignoreEdit(judged, request, 'ours', nowhere);
  expect(edited(edit, { [request.uri]: module }).split('\n')[3]).toBe(
    '\t\t/* livepatch-feasibility: ignore stall -- ours */',
  );
});

test.each([
  ['a line of its own', '/* c */', '{\n/* c */\n.old_name\n', '{\n.old_name\n'],
  ['behind code', '/* c */', '{\n\n.old_name /* c */\n', '{\n\n.old_name\n'],
])('a comment that ignores nothing is taken away: %s', async (_, comment, before, after) => {
  const line = before.split('\n').findIndex((one) => one.includes(comment));
  const character = before.split('\n')[line]?.indexOf(comment) ?? 0;
  const range = {
    start: { line, character },
    end: { line, character: character + comment.length },
  };
  const judged = await moduleWith(before, { code: 'ignore-problem', isUnneeded: true, range });
  const edit = staleComments(judged)?.edit;
  expect(edited(edit, { [judged.document.uri]: before })).toBe(`${judged.document.uri}\n${after}`);
});

test('what is not there any more is not ignored', async () => {
  const { judged } = await markedDocument(idlePatch);
  expect(ignoreEdit(judged, { ...request, function: 'gone' }, 'ours', nowhere)).toBeUndefined();
});
