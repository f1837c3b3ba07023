/** What the lab needs of a kernel, laid out in a folder. */
export interface KernelPieces {
  /** As `uname -r` says: `6.1.0-56-amd64`. */
  readonly release: string;
  /** The compressed kernel. */
  readonly vmlinuz: string;
  /** The folder that modules are built against. */
  readonly headers: string;
  /** The packages it came from, as `name version`; files given by hand by their names. */
  readonly packages: readonly string[];
}

/** Where the pieces of one kernel package lie, by their file names. */
export interface PackageFiles {
  /** The package with the kernel itself (`linux-image-…`, or from 7 on `linux-binary-…`). */
  readonly image: string;
  /** `linux-headers-…` (both), `linux-kbuild-…`. */
  readonly headers: readonly string[];
  /** Packages with newer libraries, for programs of `linux-kbuild-…` that this system is too old for. */
  readonly libraries: readonly string[];
}
