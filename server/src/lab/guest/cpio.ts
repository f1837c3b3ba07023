/** A file of an archive. */
export interface ArchiveFile {
  /** Without a leading `/`. */
  readonly path: string;
  readonly content: Uint8Array;
  /** May be executed. */
  readonly program: boolean;
}

const DIRECTORY = 0o040755;
const PLAIN = 0o100644;
const PROGRAM = 0o100755;

function hex(value: number): string {
  return value.toString(16).padStart(8, '0');
}

function padded(bytes: Uint8Array): Uint8Array {
  const whole = new Uint8Array(Math.ceil(bytes.length / 4) * 4);
  whole.set(bytes);
  return whole;
}

function entry(inode: number, mode: number, path: string, content: Uint8Array): Uint8Array[] {
  const name = new TextEncoder().encode(`${path}\0`);
  const fields = [inode, mode, 0, 0, 1, 0, content.length, 0, 0, 0, 0, name.length, 0];
  const header = new TextEncoder().encode(`070701${fields.map(hex).join('')}`);
  return [padded(Buffer.concat([header, name])), padded(content)];
}

function foldersOf(files: readonly ArchiveFile[]): readonly string[] {
  const folders = new Set<string>();
  for (const { path } of files)
    for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1))
      folders.add(path.slice(0, at));
  return [...folders].sort();
}

/**
 * An archive that the kernel unpacks as its first root file system: "newc" of
 * `Documentation/driver-api/early-userspace/buffer-format.rst`. Owners are root, times are 0, so that
 * the same files give the same bytes.
 */
export function initramfs(files: readonly ArchiveFile[]): Uint8Array {
  const none = new Uint8Array(0);
  const folders = foldersOf(files);
  const parts = [
    ...folders.flatMap((path, at) => entry(at + 1, DIRECTORY, path, none)),
    ...files.flatMap(({ path, content, program }, at) =>
      entry(folders.length + at + 1, program ? PROGRAM : PLAIN, path, content),
    ),
    ...entry(0, 0, 'TRAILER!!!', none),
  ];
  return Buffer.concat(parts);
}
