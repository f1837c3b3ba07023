/**
 * Programs of their own, which are linked apart from vmlinux and the modules, from the Makefiles of
 * `arch/x86`, `arch/arm64` and the top directory.
 */
const programs =
  /^(tools|samples|scripts|usr|Documentation|arch\/[^/]+\/(boot|purgatory|realmode|um|tools|vdso|kernel\/vdso|kernel\/vdso32|entry\/vdso)|arch\/um|lib\/raid6\/test|drivers\/firmware\/efi\/libstub)\//;

/** Numbers of a file's zone. */
const STRIDE = 4;
const PROGRAM = 0;
const ARCH = 1;
const DIRECTORY = 2;
const HEADER = 3;

/** Whose names a file can see, from its path. Programs, architectures and directories are numbers of one `Zones`. */
export class Zones {
  private readonly known: Uint8Array;
  private readonly rows: Int32Array;
  private readonly numbers = new Map([['', 0]]);
  /** The numbers of each directory's leading directories and of itself, by its number. */
  private readonly lines: (readonly number[] | undefined)[] = [];

  constructor(
    files: number,
    private readonly pathOf: (file: number) => string,
  ) {
    this.known = new Uint8Array(files);
    this.rows = new Int32Array(files * STRIDE);
  }

  /** Programs apart from the kernel proper (`tools`, `arch/x86/boot`); 0 for the kernel. */
  program(file: number): number {
    return this.rows[this.rowOf(file) + PROGRAM] ?? 0;
  }

  /** The directory under `arch/`; 0 for none. */
  arch(file: number): number {
    return this.rows[this.rowOf(file) + ARCH] ?? 0;
  }

  /** The number of an architecture's directory under `arch/`. */
  archNamed(name: string): number {
    return this.number(`arch/${name}`);
  }

  directory(file: number): number {
    return this.rows[this.rowOf(file) + DIRECTORY] ?? 0;
  }

  isHeader(file: number): boolean {
    return (this.rows[this.rowOf(file) + HEADER] ?? 0) > 0;
  }

  /** Whether a file is a header that every directory includes from. */
  isShared(file: number): boolean {
    return (this.rows[this.rowOf(file) + HEADER] ?? 0) > 1;
  }

  /** How many leading directories the directories of two files share. */
  sharedDepth(one: number, other: number): number {
    const left = this.lineOf(one);
    const right = this.lineOf(other);
    let depth = 0;
    while (depth < left.length && left[depth] === right[depth]) depth++;
    return depth;
  }

  private lineOf(file: number): readonly number[] {
    return this.lines[this.directory(file)] ?? [];
  }

  private rowOf(file: number): number {
    const row = file * STRIDE;
    if (this.known[file] === 1) return row;
    this.known[file] = 1;
    const path = this.pathOf(file);
    const arch = /^arch\/[^/]+(?=\/)/.exec(path)?.[0] ?? '';
    const directory = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    const shared = /^(include|arch\/[^/]+\/include)\//.test(path) ? 2 : 1;
    this.rows[row + PROGRAM] = this.number(programs.exec(path)?.[1] ?? '');
    this.rows[row + ARCH] = this.number(arch);
    this.rows[row + DIRECTORY] = this.number(directory);
    this.rows[row + HEADER] = path.endsWith('.h') ? shared : 0;
    return row;
  }

  private number(text: string): number {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    const number = this.numbers.size;
    this.numbers.set(text, number);
    const ends = [...text.matchAll(/\/|$/g)].map(({ index }) => text.slice(0, index));
    const above = ends.slice(0, -1).map((directory) => this.number(directory));
    this.lines[number] = [...above, number];
    return number;
  }
}
