import { baselineName } from '../feasibility/ignores/baseline.ts';
import { folderOf, type WorkspaceFiles } from './workspace-files.ts';

/** A baseline file of the workspace. */
export interface Baseline {
  readonly uri: string;
  readonly text: string;
}

/** How many folders above a document are looked through. */
const mostFolders = 12;

function folders(uri: string): readonly string[] {
  const found: string[] = [];
  let folder = folderOf(uri);
  while (folder !== undefined && found.length < mostFolders) {
    found.push(folder);
    folder = folderOf(folder);
  }
  return found;
}

/** The baseline files in the folders of the open documents and those above; each read once, and again when told. */
export class Baselines {
  readonly #files: WorkspaceFiles;
  readonly #known = new Map<string, Promise<string | undefined>>();
  readonly #changed: () => void;
  #found: readonly Baseline[] = [];

  /** `changed` is called when `found` is another. */
  constructor(files: WorkspaceFiles, changed: () => void) {
    this.#files = files;
    this.#changed = changed;
  }

  get found(): readonly Baseline[] {
    return this.#found;
  }

  /** A document was opened. */
  async look(uri: string): Promise<void> {
    const unknown = folders(uri)
      .map((folder) => `${folder}/${baselineName}`)
      .filter((file) => !this.#known.has(file));
    if (unknown.length === 0) return;
    for (const file of unknown) this.#known.set(file, this.#files.read(file));
    await this.#collect();
  }

  /** A file was made, changed or taken away; others than baselines are passed over. */
  async reread(uri: string): Promise<void> {
    if (!uri.endsWith(`/${baselineName}`)) return;
    this.#known.set(uri, this.#files.read(uri));
    await this.#collect();
  }

  async #collect(): Promise<void> {
    const all = await Promise.all(
      [...this.#known].map(async ([uri, reading]) => ({ uri, text: await reading })),
    );
    const found = all.flatMap(({ uri, text }) => (text === undefined ? [] : [{ uri, text }]));
    const isSame =
      found.length === this.#found.length &&
      found.every(({ uri, text }, at) => {
        const known = this.#found[at];
        return known?.uri === uri && known.text === text;
      });
    if (isSame) return;
    this.#found = found;
    this.#changed();
  }
}
