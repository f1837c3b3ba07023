import * as z from 'zod';

/**
 * The file of bundled facts, before compression with Brotli:
 *
 *     "livepatch-facts 2\n"
 *     header: JSON (`factsHeader`), then "\n"
 *     the columns, one after the other, in the order and with the lengths that the header gives
 *
 * An *entity* is a function: first those that the file has facts of (rows, ordered by file and line),
 * then those that only occur in paths. Text columns are UTF-8, one item a line; number columns are
 * those of `NumberWriter`.
 *
 * | column | holds |
 * |---|---|
 * | `files` | text: paths, in the order of the rows |
 * | `names` | text: name of each entity |
 * | `places` | per entity: file (signed, against the entity before), line (signed, against the same) |
 * | `patches` | text: each distinct patchability, as JSON |
 * | `entries` | text: each distinct way of being entered, as JSON |
 * | `shapes` | text: each distinct residency without its path, as JSON |
 * | `heads` | text: each distinct `RowHead`, as JSON |
 * | `rows` | per row: its head; the functions it is inlined into (signed, against the row); for each residency that has them its first step in `above` and in `below` (signed, against the highest so far) |
 * | `above` | steps above a function in a path: entity (signed, against the node before), line (signed, against the entity's), certainty, the step above it plus one |
 * | `below` | steps from a function downwards: as `above`, with the step below it |
 */
export const factsMagic = 'livepatch-facts 2\n';

/** Columns in file order. */
export const columnNames = [
  'files',
  'names',
  'places',
  'patches',
  'entries',
  'shapes',
  'heads',
  'rows',
  'above',
  'below',
] as const;

export type ColumnName = (typeof columnNames)[number];

/** What the header says; every length is in bytes. */
export const factsHeader = z.object({
  /** `6.1.192`. */
  release: z.string(),
  /** "Debian's linux-source-6.1 6.1.192-1 with its amd64 configuration". */
  source: z.string(),
  /** The command that makes the file anew. */
  rebuild: z.string(),
  rows: z.int().nonnegative(),
  entities: z.int().nonnegative(),
  columns: z.object(
    Object.fromEntries(columnNames.map((name) => [name, z.int().nonnegative()])) as Record<
      ColumnName,
      z.ZodInt
    >,
  ),
});

export type FactsHeader = z.infer<typeof factsHeader>;

/** What many rows have in common. */
export interface RowHead {
  /** Line of `patches`. */
  readonly patch: number;
  /** Line of `entries`. */
  readonly entry: number;
  /** Number of functions that it is inlined into; 0 when it stands for itself. */
  readonly set: number;
  /** Of each residency the line of `shapes`, and whether its path has steps above and from the function on. */
  readonly residencies: readonly (readonly [shape: number, above: boolean, below: boolean])[];
}
