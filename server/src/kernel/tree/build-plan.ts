import type { FileBuild } from '../link/tables.ts';
import type { BuildState, TraceState } from '../model.ts';
import type { Options } from '../scan/conditionals.ts';
import { Makefile, tracing } from './makefile.ts';

/** What the Makefiles of a tree build, and with which flags. */
export interface BuildPlan {
  /** For a path of the tree; headers are `unknown`, for they are built as part of others. */
  of(path: string): FileBuild;
}

type ReadText = (path: string) => Promise<string | undefined>;

/**
 * Walks the Makefiles as kbuild does (`scripts/Makefile.build`, `scripts/Makefile.lib`), from the top
 * and from the architecture's Makefile down. Without a configuration nothing is known to be built or
 * not; the flags are known all the same.
 */
export async function readBuildPlan(
  read: ReadText,
  config: Options | undefined,
  arch: string,
): Promise<BuildPlan> {
  const walk = new Walk(read, config, arch);
  const top = new Makefile({ config, arch, directory: '', read });
  await top.read((await read(`arch/${arch}/Makefile`)) ?? '');
  const extra = ['core-y', 'drivers-y', 'libs-y', 'net-y', 'virt-y'].flatMap((name) =>
    top.list(name),
  );
  await walk.directory('', 'built-in');
  for (const path of ['lib/', ...extra]) {
    if (path.endsWith('/')) await walk.directory(path.slice(0, -1), 'built-in');
  }
  for (const path of top.list('head-y')) walk.file(path, 'built-in', true);
  return {
    of: (path) => {
      if (path.endsWith('.h')) return { build: 'unknown', trace: 'unknown' };
      const found = walk.files.get(path);
      const absent: BuildState = config === undefined ? 'unknown' : 'not-built';
      if (found === undefined) return { build: absent, trace: walk.traceOf(path) };
      return config === undefined ? { build: 'unknown', trace: found.trace } : found;
    },
  };
}

class Walk {
  readonly files = new Map<string, FileBuild>();
  private readonly done = new Map<string, BuildState>();
  private readonly traced = new Map<string, boolean>();

  constructor(
    private readonly readText: ReadText,
    private readonly config: Options | undefined,
    private readonly arch: string,
  ) {}

  async directory(path: string, state: BuildState): Promise<void> {
    const before = this.done.get(path);
    if (before === state || before === 'built-in') return;
    this.done.set(path, state);
    const prefix = path === '' ? '' : `${path}/`;
    const text =
      (await this.readText(`${prefix}Kbuild`)) ??
      (path === '' ? undefined : await this.readText(`${prefix}Makefile`));
    if (text === undefined) return;
    const { config, arch } = this;
    const makefile = new Makefile({ config, arch, directory: path, read: this.readText });
    await makefile.read(text);
    const traced = this.isTraced(makefile);
    this.traced.set(path, traced);
    for (const [list, own] of [
      ['obj-y', state],
      ['lib-y', state],
      ['obj-m', 'module'],
      ['lib-m', 'module'],
    ] as const) {
      for (const target of makefile.list(list)) {
        if (target.endsWith('/')) await this.directory(joined(path, target.slice(0, -1)), own);
        else if (target.endsWith('.o')) this.object(makefile, prefix, target, own, traced, 0);
      }
    }
  }

  file(object: string, build: BuildState, traced: boolean): void {
    const source = object.replace(/\.o$/, '.c');
    const old = this.files.get(source);
    if (old?.build === 'built-in') return;
    const trace: TraceState = traced ? 'traced' : 'not-traced';
    this.files.set(source, { build, trace });
    this.files.set(object.replace(/\.o$/, '.S'), { build, trace: 'not-traced' });
  }

  /** For a file that no object list names: by its directory's flags. */
  traceOf(path: string): TraceState {
    const traced = this.traced.get(path.slice(0, Math.max(0, path.lastIndexOf('/'))));
    if (traced === undefined) return 'unknown';
    return traced ? 'traced' : 'not-traced';
  }

  private object(
    makefile: Makefile,
    prefix: string,
    object: string,
    build: BuildState,
    directoryTraced: boolean,
    depth: number,
  ): void {
    const stem = object.slice(0, -2);
    const parts = [`${stem}-y`, `${stem}-objs`, `${stem}-m`].flatMap((name) => makefile.list(name));
    for (const part of parts) {
      if (part.endsWith('.o') && part !== object && depth < 8) {
        this.object(makefile, prefix, part, build, directoryTraced, depth + 1);
      }
    }
    let traced = directoryTraced;
    if (makefile.list(`CFLAGS_REMOVE_${object}`).includes(tracing)) traced = false;
    if (makefile.list(`CFLAGS_${object}`).includes(tracing)) traced = true;
    this.file(joined('', prefix + object), build, traced);
  }

  /** Whether the directory's flags still hold the tracing ones. */
  private isTraced(makefile: Makefile): boolean {
    if (!makefile.list('KBUILD_CFLAGS').includes(tracing)) return false;
    return !['ccflags-remove-y', 'subdir-ccflags-remove-y'].some((name) =>
      makefile.list(name).includes(tracing),
    );
  }
}

function joined(directory: string, path: string): string {
  const parts: string[] = [];
  for (const part of `${directory}/${path}`.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}
