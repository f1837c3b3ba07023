import type { FileBuild } from '../link/file-build.ts';

/** What the Makefiles say of files: what there is to say, and which of it is said of a path. */
export interface FileBuilds {
  readonly list: readonly FileBuild[];
  placeOf(path: string): number;
}

/** What the Makefiles say of files, each distinct answer once. */
export class KnownBuilds implements FileBuilds {
  readonly list: FileBuild[] = [];
  private readonly places = new Map<string, number>();
  private readonly byPath = new Map<string, number>();
  /** The answers met so far, which are mostly the very same. */
  private readonly met = new Map<FileBuild, number>();

  /** `buildOf` is asked where a path was not added before. */
  constructor(private readonly buildOf: (path: string) => FileBuild) {}

  add(path: string): number {
    const one = this.buildOf(path);
    const place = this.met.get(one) ?? this.placeIn(one);
    this.met.set(one, place);
    this.byPath.set(path, place);
    return place;
  }

  private placeIn(one: FileBuild): number {
    const key = `${one.build}\0${one.trace}\0${one.module ?? ''}\0${one.traceEvidence ?? ''}`;
    let place = this.places.get(key);
    if (place === undefined) {
      place = this.list.length;
      this.places.set(key, place);
      this.list.push(one);
    }
    return place;
  }

  placeOf(path: string): number {
    return this.byPath.get(path) ?? this.add(path);
  }
}
