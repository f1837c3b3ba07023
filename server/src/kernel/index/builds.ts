import type { FileBuild } from '../link/file-build.ts';

/** What the Makefiles say of files: what there is to say, and for each file, by path, the place of what is said of it. */
export interface FileBuilds {
  readonly list: readonly FileBuild[];
  readonly places: Int32Array;
}

/** What the Makefiles say of files, each distinct answer once. */
export class KnownBuilds {
  readonly list: FileBuild[] = [];
  private readonly places = new Map<string, number>();
  /** The answers met so far, which are mostly the very same. */
  private readonly met = new Map<FileBuild, number>();

  /** The place in `list` of an answer, which is added where it is new. */
  placeOf(one: FileBuild): number {
    const place = this.met.get(one) ?? this.placeIn(one);
    this.met.set(one, place);
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
}
