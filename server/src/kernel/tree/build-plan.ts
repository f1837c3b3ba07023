import type { FileBuild } from '../link/file-build.ts';
import type { BuildState } from '../model.ts';
import type { Options } from '../scan/conditionals.ts';
import { Makefile, type Reading, tracing } from './makefile.ts';

/** What the Makefiles of a tree build, and with which flags. */
export interface BuildPlan {
  /**
   * For a path of the tree; headers are `unknown`, for they are built as part of others. What is of another
   * architecture is not built, whatever the configuration.
   */
  of(path: string): FileBuild;
  /** The C files that go into the kernel image, in no order. */
  builtIn(): Iterable<string>;
}

/** What flags a file is compiled with, as far as the hook is concerned; the evidence is for its absence. */
interface Tracing {
  readonly traced: boolean;
  readonly evidence?: string;
}

/**
 * Walks the Makefiles as kbuild does (`scripts/Makefile.build`, `scripts/Makefile.lib`), from the top
 * and from the architecture's Makefile down. Without a configuration nothing is known to be built or
 * not; the flags are known all the same. `read` gives the text of a file in the tree, or `undefined`.
 */
export async function readBuildPlan(
  read: (path: string) => Promise<string | undefined>,
  config: Options | undefined,
  arch: string,
): Promise<BuildPlan> {
  const walk = planning(config, arch);
  let step = walk.next();
  while (step.done !== true) step = walk.next(await read(step.value));
  return step.value;
}

/** The same, of files that are there at once. */
export function buildPlanOf(
  read: (path: string) => string | undefined,
  config: Options | undefined,
  arch: string,
): BuildPlan {
  const walk = planning(config, arch);
  let step = walk.next();
  while (step.done !== true) step = walk.next(read(step.value));
  return step.value;
}

function* planning(config: Options | undefined, arch: string): Reading<BuildPlan> {
  const walk = new Walk(config, arch);
  const top = new Makefile({ config, arch, directory: '' });
  const path = `arch/${arch}/Makefile`;
  yield* top.read((yield path) ?? '', path);
  const extra = folderLists.flatMap((name) => top.list(name));
  yield* walk.directory('', 'built-in');
  // The folders of the image are listed in Kbuild since 5.18, before that in the top Makefile.
  const older = walk.knows('kernel') ? [] : yield* topFolders(config, arch);
  for (const directory of ['lib/', ...older, ...extra]) {
    if (directory.endsWith('/')) yield* walk.directory(directory.slice(0, -1), 'built-in');
  }
  for (const object of top.list('head-y')) walk.file(object, 'built-in', { traced: true });
  return {
    of: (file) => {
      if (file.endsWith('.h')) return header;
      return walk.built(file) ?? walk.absent(file);
    },
    builtIn: function* () {
      for (const [file, { state }] of walk.files) {
        if (state === 'built-in' && file.endsWith('.c')) yield file;
      }
    },
  };
}

const header: FileBuild = { build: 'unknown', trace: 'unknown' };

/** The lists of folders that the top Makefile and the architecture's add to. */
const folderLists = ['core-y', 'drivers-y', 'libs-y', 'net-y', 'virt-y'] as const;

function* topFolders(config: Options | undefined, arch: string): Reading<readonly string[]> {
  const makefile = new Makefile({ config, arch, directory: '' });
  yield* makefile.read((yield 'Makefile') ?? '', 'Makefile');
  return folderLists.flatMap((name) => makefile.list(name));
}

/** Objects are made of objects, and those of others, no deeper than this. */
const deepest = 8;

/** What is said of an object: of its source in C, and where that is in assembly. */
interface Built {
  readonly state: BuildState;
  readonly tracing: Tracing;
  readonly inC: FileBuild;
  readonly assembly: FileBuild;
}

/** What is said of a file that no object list names, by its directory's flags, where they are known. */
interface AbsentFile {
  readonly tracing: Tracing | undefined;
  readonly said: FileBuild;
}

class Walk {
  readonly files = new Map<string, Built>();
  /** Files of one folder come one after the other, and nearly the same is said of all: it is said once. */
  private last: Built | undefined;
  private lastAbsent: AbsentFile | undefined;
  private readonly done = new Map<string, BuildState>();
  private readonly traced = new Map<string, Tracing>();

  constructor(
    private readonly config: Options | undefined,
    private readonly arch: string,
  ) {}

  /** Whether the walk has come to a directory. */
  knows(path: string): boolean {
    return this.done.has(path);
  }

  *directory(path: string, state: BuildState): Reading<void> {
    const before = this.done.get(path);
    if (before === state || before === 'built-in') return;
    this.done.set(path, state);
    const prefix = path === '' ? '' : `${path}/`;
    const names = path === '' ? ['Kbuild'] : ['Kbuild', 'Makefile'];
    const found = yield* firstOf(names.map((name) => prefix + name));
    if (found === undefined) return;
    const { config, arch } = this;
    const makefile = new Makefile({ config, arch, directory: path });
    yield* makefile.read(found.text, found.path);
    const traced = tracingOf(makefile);
    this.traced.set(path, traced);
    for (const [list, own] of [
      ['obj-y', state],
      ['lib-y', state],
      ['obj-m', 'module'],
      ['lib-m', 'module'],
    ] as const) {
      for (const target of makefile.list(list)) {
        if (target.endsWith('/')) {
          yield* this.directory(joined(path, target.slice(0, -1)), own);
        } else if (target.endsWith('.o')) {
          const module = own === 'module' ? moduleName(target) : undefined;
          this.object(makefile, prefix, target, own, module, traced, 0);
        }
      }
    }
  }

  file(
    object: string,
    build: BuildState,
    tracing: Tracing,
    module?: string,
    source?: string,
  ): void {
    const path = source ?? (object.endsWith('.o') ? `${object.slice(0, -2)}.c` : object);
    if (this.files.get(path)?.state === 'built-in') return;
    const { last } = this;
    const isSame = last?.state === build && last.tracing === tracing && last.inC.module === module;
    const said = isSame ? last : this.said(build, tracing, module);
    this.last = said;
    this.files.set(path, said);
  }

  /** Of a file that an object list names: `x.o` may be made of `x.S` as well as of `x.c`. */
  built(path: string): FileBuild | undefined {
    if (!path.endsWith('.S')) return this.files.get(path)?.inC;
    return (this.files.get(path) ?? this.files.get(`${path.slice(0, -2)}.c`))?.assembly;
  }

  private said(state: BuildState, tracing: Tracing, module: string | undefined): Built {
    const build = this.config === undefined ? 'unknown' : state;
    const inModule = module === undefined ? undefined : { module };
    return {
      state,
      tracing,
      inC: { build, ...traceState(tracing), ...inModule },
      assembly: { build, trace: 'not-traced', ...inModule },
    };
  }

  /** Of a file that no object list names: by its directory's flags. */
  absent(path: string): FileBuild {
    const isForeign = path.startsWith('arch/') && !path.startsWith(`arch/${this.arch}/`);
    const build = this.config === undefined && !isForeign ? 'unknown' : 'not-built';
    const tracing = this.traced.get(folderOf(path));
    const last = this.lastAbsent;
    if (last !== undefined && last.tracing === tracing && last.said.build === build)
      return last.said;
    const trace = tracing === undefined ? ({ trace: 'unknown' } as const) : traceState(tracing);
    const said = { build, ...trace } as const;
    this.lastAbsent = { tracing, said };
    return said;
  }

  private object(
    makefile: Makefile,
    prefix: string,
    object: string,
    build: BuildState,
    module: string | undefined,
    directory: Tracing,
    depth: number,
  ): void {
    const stem = object.slice(0, -2);
    const parts = [`${stem}-y`, `${stem}-objs`, `${stem}-m`].flatMap((name) => makefile.list(name));
    for (const part of parts) {
      if (part.endsWith('.o') && part !== object && depth < deepest) {
        this.object(makefile, prefix, part, build, module, directory, depth + 1);
      }
    }
    const path = joined('', prefix + object);
    const source = makefile.sourceOf(path);
    const elsewhere = source !== undefined && folderOf(source) !== folderOf(path);
    const tracing = tracingOfObject(makefile, object, directory);
    this.file(path, build, tracing, module, elsewhere ? source : undefined);
  }
}

/** The first of some files that there is. */
function* firstOf(
  paths: readonly string[],
): Reading<{ readonly path: string; readonly text: string } | undefined> {
  for (const path of paths) {
    const text = yield path;
    if (text !== undefined) return { path, text };
  }
  return undefined;
}

/** Whether a directory's flags still hold the tracing ones. */
function tracingOf(makefile: Makefile): Tracing {
  const without = (name: string): Tracing => {
    const place = makefile.placeOf(name);
    return { traced: false, ...(place === undefined ? {} : { evidence: `${place} ${name}` }) };
  };
  if (!makefile.list('KBUILD_CFLAGS').includes(tracing)) return without('KBUILD_CFLAGS');
  const name = 'ccflags-remove-y';
  return makefile.list(name).includes(tracing) ? without(name) : { traced: true };
}

function tracingOfObject(makefile: Makefile, object: string, directory: Tracing): Tracing {
  if (makefile.list(`CFLAGS_${object}`).includes(tracing)) return { traced: true };
  const name = `CFLAGS_REMOVE_${object}`;
  if (!makefile.list(name).includes(tracing)) return directory;
  return { traced: false, evidence: `${makefile.placeOf(name) ?? ''} ${name}`.trim() };
}

function traceState({ traced, evidence }: Tracing): Pick<FileBuild, 'trace' | 'traceEvidence'> {
  if (traced) return { trace: 'traced' };
  return { trace: 'not-traced', ...(evidence === undefined ? {} : { traceEvidence: evidence }) };
}

/** As the loaded module is called: `snd-hda-intel.o` is `snd_hda_intel`. */
function moduleName(object: string): string {
  return object.slice(object.lastIndexOf('/') + 1, -2).replaceAll('-', '_');
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function joined(directory: string, path: string): string {
  const whole = directory === '' ? path : `${directory}/${path}`;
  // Nearly all are plain; what follows is slow.
  if (!/(?:^|\/)\.{0,2}(?:\/|$)/.test(whole)) return whole;
  const parts: string[] = [];
  for (const part of `${directory}/${path}`.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}
