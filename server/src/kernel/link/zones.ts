/** Whose names a file can see, from its path. */
export interface Zone {
  /** Programs apart from the kernel proper (`tools`, `arch/x86/boot`), or '' for the kernel. */
  readonly program: string;
  /** The directory under `arch/`, or ''. */
  readonly arch: string;
  readonly isHeader: boolean;
  /** A header that every directory includes from. */
  readonly isShared: boolean;
  readonly directory: string;
  /** The directory's names. */
  readonly parts: readonly string[];
}

/**
 * Programs of their own, which are linked apart from vmlinux and the modules, from the Makefiles of
 * `arch/x86`, `arch/arm64` and the top directory.
 */
const programs =
  /^(tools|samples|scripts|usr|Documentation|arch\/[^/]+\/(boot|purgatory|realmode|um|tools|vdso|kernel\/vdso|kernel\/vdso32|entry\/vdso)|arch\/um|lib\/raid6\/test|drivers\/firmware\/efi\/libstub)\//;

export function zoneOf(path: string): Zone {
  const program = programs.exec(path)?.[1] ?? '';
  const arch = /^arch\/([^/]+)\//.exec(path)?.[1] ?? '';
  const isHeader = path.endsWith('.h');
  const directory = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  return {
    program,
    arch,
    isHeader,
    isShared: isHeader && /^(include|arch\/[^/]+\/include)\//.test(path),
    directory,
    parts: directory.split('/'),
  };
}
