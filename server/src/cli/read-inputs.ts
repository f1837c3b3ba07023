import { posix } from 'node:path';
import { decodeText } from '../patch/file-text.ts';
import type { PatchDocument, SeriesPlace } from '../patch/model.ts';
import { readQuiltSeries } from '../patch/quilt-series.ts';
import { readPatch } from '../patch/read.ts';
import { type CliEnvironment, InputError } from './environment.ts';

/** A patch file that was read. */
export interface ReadInput {
  readonly path: string;
  readonly patch: PatchDocument;
}

/** Files whose patches apply one on top of the other, in that order; most often one alone. */
export type InputSeries = readonly ReadInput[];

/** What was read of the named files. */
export interface ReadInputs {
  readonly series: readonly InputSeries[];
  /** True when one could not be opened. */
  readonly lacksSome: boolean;
}

/**
 * Reads the named files. A quilt `series` file stands for those that it lists; files that are the
 * mails of one series are put in its order. A file that cannot be opened is told to `complain`, and
 * the others are read.
 */
export async function readInputs(
  cli: CliEnvironment,
  paths: readonly string[],
): Promise<ReadInputs> {
  let lacksSome = false;
  const text = async (path: string): Promise<string | undefined> => {
    const found = await open(cli, path);
    lacksSome ||= found === undefined;
    return found;
  };
  const alone: ReadInput[] = [];
  const quilts: InputSeries[] = [];
  for (const path of paths) {
    const whole = await text(path);
    const listed = posix.basename(path) === 'series' ? readQuiltSeries(whole ?? '') : undefined;
    if (listed !== undefined) {
      const folder = posix.dirname(path);
      const names = listed.map(({ name }) => posix.join(folder, name));
      const texts = await Promise.all(names.map(text));
      quilts.push(
        names.flatMap((name, index) => {
          const found = texts[index];
          return found === undefined ? [] : [{ path: name, patch: readPatch(found) }];
        }),
      );
    } else if (whole !== undefined) {
      alone.push({ path, patch: readPatch(whole) });
    }
  }
  const ordered = inOneSeries(alone);
  const first = ordered === undefined ? alone.map((input) => [input]) : [ordered];
  return { series: [...first, ...quilts], lacksSome };
}

async function open(cli: CliEnvironment, path: string): Promise<string | undefined> {
  try {
    return decodeText(await cli.readInput(path));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    cli.complain(error.message);
    return undefined;
  }
}

/** The inputs by their numbers, when each is one patch of the same series. */
function inOneSeries(inputs: readonly ReadInput[]): InputSeries | undefined {
  const placed = inputs.flatMap((input) => {
    const [message, ...more] = input.patch.messages;
    return message?.series === undefined || more.length > 0
      ? []
      : [{ input, place: message.series }];
  });
  const [first] = placed;
  const isSame = ({ version, total }: SeriesPlace): boolean =>
    version === first?.place.version && total === first.place.total;
  const numbers = new Set(placed.map(({ place }) => place.number));
  if (
    first === undefined ||
    first.place.total < 2 ||
    placed.length < inputs.length ||
    numbers.size < placed.length ||
    !placed.every(({ place }) => isSame(place))
  ) {
    return undefined;
  }
  return [...placed]
    .sort((one, other) => one.place.number - other.place.number)
    .map(({ input }) => input);
}
