import * as z from 'zod';
import { ignorableCodes } from './codes.ts';
import { type DocumentIgnores, type Ignore, reasonPlaceholder } from './model.ts';

/** The file at the top of a folder of patches that lists what is not to be told of. */
export const baselineName = '.livepatch-feasibility.json';

/** One entry of the file. */
const entrySchema = z
  .strictObject({
    code: z.enum(ignorableCodes).describe('The code of the finding, as it is shown beside it.'),
    reason: z.string().min(1).describe('Why it is not to be told of; shown by the command line.'),
    function: z.string().optional().describe('Only findings about this function.'),
    document: z
      .string()
      .optional()
      .describe('Only in this document: its path from the folder of this file, with `/`.'),
    kernel: z.string().optional().describe('Only on this kernel, such as `6.1`.'),
  })
  .describe('A finding that is not to be told of.');

/** The whole file. */
export const baselineSchema = z
  .strictObject({
    $schema: z.string().optional(),
    version: z.literal(1),
    ignore: z.array(entrySchema),
  })
  .describe('Findings that a person has decided not to be told of, each with the reason.');

/** An entry of a baseline file. */
export type BaselineEntry = z.infer<typeof entrySchema>;

/** A baseline file that was found for a document. */
export interface BaselineFile {
  /** What it is called for the reader. */
  readonly name: string;
  readonly text: string;
  /** The document's path from the file's folder, with `/`. */
  readonly document: string;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** The ignores of a baseline file that can concern the document. A file that cannot be read has none, and says why. */
export function readBaseline({ name, text, document }: BaselineFile): DocumentIgnores {
  const json = parse(text);
  const unreadable = (why: string): DocumentIgnores => ({
    ignores: [],
    problems: [{ message: `${name} is not honoured: ${why}`, range: undefined }],
  });
  if (json instanceof Error) return unreadable(`it is not JSON (${json.message}).`);
  const parsed = baselineSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return unreadable(`${issue?.path.join('.') || 'the whole'}: ${issue?.message}.`);
  }
  const concerning = parsed.data.ignore.filter(
    (entry) => entry.document === undefined || entry.document === document,
  );
  const isReasoned = (entry: BaselineEntry): boolean =>
    entry.reason.trim() !== '' && entry.reason.trim() !== reasonPlaceholder;
  return {
    ignores: concerning.filter(isReasoned).map(
      (entry): Ignore => ({
        codes: [entry.code],
        function: entry.function,
        kernel: entry.kernel,
        reason: entry.reason.trim(),
        source: { kind: 'baseline', name, document: entry.document },
      }),
    ),
    problems: concerning
      .filter((entry) => !isReasoned(entry))
      .map((entry) => ({
        message: `${name} ignores ${entry.code} without a reason, which is not honoured: say why.`,
        range: undefined,
      })),
  };
}
