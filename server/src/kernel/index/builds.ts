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

  /** `buildOf` is asked where a path was not added before. */
  constructor(private readonly buildOf: (path: string) => FileBuild) {}

  add(path: string): number {
    const one = this.buildOf(path);
    const key = `${one.build}\0${one.trace}\0${one.module ?? ''}\0${one.traceEvidence ?? ''}`;
    let place = this.places.get(key);
    if (place === undefined) {
      place = this.list.length;
      this.places.set(key, place);
      this.list.push(one);
    }
    this.byPath.set(path, place);
    return place;
  }

  placeOf(path: string): number {
    return this.byPath.get(path) ?? this.add(path);
  }
}
