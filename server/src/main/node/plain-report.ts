import type { FeasibilityReport, FunctionReport } from '../../feasibility/model.ts';
import type { FilePatch, Hunk, HunkLine } from '../../patch/model.ts';
import type { ChangeSite } from '../../source/model.ts';

function plainLine(line: HunkLine): HunkLine {
  const { kind, text, range, textColumn, oldLine, newLine, quoteDepth } = line;
  return { kind, text, range, textColumn, oldLine, newLine, quoteDepth };
}

function plainHunk(hunk: Hunk): Hunk {
  const { place, section, headerRange, range, isFragment, confidence } = hunk;
  const lines = hunk.lines.map(plainLine);
  return { place, section, headerRange, range, lines, isFragment, confidence };
}

/** Copies files and hunks once, however many functions refer to them. */
class Copies {
  readonly #files = new Map<FilePatch, FilePatch>();
  readonly #hunks = new Map<Hunk, Hunk>();

  site({ file, hunk, lineRange, nameRange }: ChangeSite): ChangeSite {
    return { file: this.#file(file), hunk: this.#hunk(hunk), lineRange, nameRange };
  }

  #file(file: FilePatch): FilePatch {
    const known = this.#files.get(file);
    if (known !== undefined) return known;
    const hunks = file.hunks.map((hunk) => this.#hunk(hunk));
    const { oldPath, newPath, change, isBinary, range, headerRange, added, removed } = file;
    const copy: FilePatch = {
      ...{ oldPath, newPath, change, isBinary, range, headerRange, added, removed },
      hunks,
    };
    this.#files.set(file, copy);
    return copy;
  }

  #hunk(hunk: Hunk): Hunk {
    const copy = this.#hunks.get(hunk) ?? plainHunk(hunk);
    this.#hunks.set(hunk, copy);
    return copy;
  }
}

function plainFunction(fn: FunctionReport, copies: Copies): FunctionReport {
  if (fn.subject.kind !== 'patch') return fn;
  const { change } = fn.subject;
  const sites = change.sites.map((site) => copies.site(site));
  return { ...fn, subject: { kind: 'patch', change: { ...change, sites } } };
}

/**
 * The same report with nothing in it that a message between threads would lose: the reader's files
 * and hunks work out their positions when asked, which only plain objects survive.
 */
export function plainReport(report: FeasibilityReport): FeasibilityReport {
  const copies = new Copies();
  return { ...report, functions: report.functions.map((fn) => plainFunction(fn, copies)) };
}
