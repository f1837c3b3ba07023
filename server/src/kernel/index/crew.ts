import { type Counts, count, fill, type Places, type Scanned, type Tables } from './by-name.ts';

/** Those who lay out the tables of an index together, each a share of them. */
export interface Crew {
  /** Counts the rows of each name; a share each. */
  count(scanned: Scanned): Promise<readonly Counts[]>;
  /** Puts every row into the tables, where the share's `next` says. */
  fill(next: readonly Counts[], tables: Tables, places: Places): Promise<void>;
}

/** One that does all by itself. */
export class CrewOfOne implements Crew {
  private scanned: Scanned | undefined;

  async count(scanned: Scanned): Promise<readonly Counts[]> {
    this.scanned = scanned;
    return [count(scanned, { share: 0, of: 1 })];
  }

  async fill([next]: readonly Counts[], tables: Tables, places: Places): Promise<void> {
    if (this.scanned === undefined || next === undefined) throw new Error('Nothing was counted.');
    fill(this.scanned, { share: 0, of: 1 }, next, tables, places);
  }
}
