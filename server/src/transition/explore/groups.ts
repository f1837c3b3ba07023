import type { Actor, Model } from '../engine/program.ts';

/** Joins CPUs that tasks tie together. */
export class Groups {
  private readonly parent: number[];

  constructor(size: number) {
    this.parent = Array.from({ length: size }, (_, index) => index);
  }

  of(index: number): number {
    let at = index;
    for (let up = this.parent[at] ?? at; up !== at; up = this.parent[at] ?? at) at = up;
    return at;
  }

  join(left: number, right: number): void {
    this.parent[this.of(left)] = this.of(right);
  }
}

/** Actors tied together by a fork or by waiting for an exit. */
export function tiedTo(model: Model, actor: Actor): readonly Actor[] {
  return actor.places.flatMap((place) => {
    const { until } = place;
    const waitedFor =
      until.kind === 'exit' ? model.actors.find((a) => a.name === until.of) : undefined;
    const child = place.kind === 'fork' ? model.actors[place.child] : undefined;
    return [waitedFor, child].filter((other) => other !== undefined);
  });
}
