import { FileScope } from './file-scope';
import { FALSE, TRUE, UNKNOWN } from './host';
import { BODY, DECLARATION, FIELDS, INITIALISER, Mode } from './mode';
import { NONE, OpenFunctions } from './open-functions';

/** Where the scan stands, so that an `#else` can go back to where its `#if` stood. */
class Place {
  mode: i32 = DECLARATION;
  depth: i32 = 0;
  braces: i32 = 0;
  /** The open function, or NONE. */
  function: i32 = NONE;

  /** Takes the place where the scan stands now. */
  take(): void {
    const scanner = Mode.now === BODY ? FileScope.body : FileScope.file;
    const brackets = scanner.brackets;
    const inText = Mode.now === BODY || Mode.now === INITIALISER;
    this.mode = Mode.now;
    this.depth = inText ? brackets.depth : FileScope.open;
    this.braces = brackets.braces;
    this.function = FileScope.current;
  }
}

const now: Place = new Place();

/** Goes on as if at `place`; a function opened or closed since is closed or opened again. */
function goTo(place: Place): void {
  now.take();
  if (now.mode === place.mode && now.function === place.function) {
    if (now.depth === place.depth) return;
    FileScope.uneven = true;
    if (now.mode === BODY) FileScope.body.brackets.restore(place.depth, place.braces);
    else if (now.mode === INITIALISER) FileScope.file.brackets.restore(place.depth, place.braces);
    else if (now.mode === FIELDS) FileScope.fields.restore(place.depth);
    else FileScope.open = place.depth;
    return;
  }
  const both = now.function !== NONE && place.function !== NONE;
  if (now.mode === BODY && place.mode === BODY && both) {
    if (OpenFunctions.line(now.function) !== OpenFunctions.line(place.function)) {
      OpenFunctions.addTwin(now.function, place.function);
    }
    FileScope.body.brackets.restore(place.depth, place.braces);
    return;
  }
  FileScope.uneven = true;
  if (now.mode === BODY) FileScope.closeFunction();
  if (place.mode === BODY && place.function !== NONE) {
    FileScope.reopen(place.function);
    FileScope.body.brackets.restore(place.depth, place.braces);
  } else if (place.mode === DECLARATION) FileScope.reset();
}

/** An `#if` whose `#endif` was not read. */
class Branch {
  /** Where the scan stood at the `#if`. */
  before: Place = new Place();
  /** Where it stood at the end of the branch that is followed. */
  after: Place = new Place();
  hasAfter: bool = false;
  afterTruth: i32 = FALSE;
  truth: i32 = UNKNOWN;
  /** Whether a branch so far is known to be the one. */
  taken: bool = false;
  outerOff: bool = false;

  /** The first branch is followed, unless the configuration leaves it out. */
  keepAfter(): void {
    const better = !this.hasAfter || (this.afterTruth === FALSE && this.truth !== FALSE);
    if (!better) {
      if (this.afterTruth === UNKNOWN && this.truth === TRUE) this.after.take();
      return;
    }
    this.after.take();
    this.hasAfter = true;
    this.afterTruth = this.truth;
  }
}

/** Branches nested deeper than this are not told apart. */
const DEEPEST: i32 = 256;

/** The conditions that the scan stands in. */
export class Branches {
  private static branches: StaticArray<Branch> = new StaticArray<Branch>(DEEPEST);
  private static depth: i32 = 0;
  static off: bool = false;

  static setUp(): void {
    for (let depth = 0; depth < DEEPEST; depth++) Branches.branches[depth] = new Branch();
  }

  static begin(): void {
    Branches.depth = 0;
    Branches.setOff(false);
  }

  static enter(truth: i32): void {
    if (Branches.depth++ >= DEEPEST) return;
    const branch = Branches.branches[Branches.depth - 1];
    branch.before.take();
    branch.hasAfter = false;
    branch.afterTruth = FALSE;
    branch.truth = truth;
    branch.taken = truth === TRUE;
    branch.outerOff = Branches.off;
    Branches.setOff(Branches.off || truth === FALSE);
  }

  static alternative(truth: i32, last: bool): void {
    if (Branches.depth === 0 || Branches.depth > DEEPEST) return;
    const branch = Branches.branches[Branches.depth - 1];
    branch.keepAfter();
    goTo(branch.before);
    if (branch.taken) branch.truth = FALSE;
    else branch.truth = last && branch.afterTruth === FALSE ? TRUE : truth;
    if (branch.truth === TRUE) branch.taken = true;
    Branches.setOff(branch.outerOff || branch.truth === FALSE);
  }

  static leave(): void {
    if (Branches.depth === 0) return;
    if (--Branches.depth >= DEEPEST) return;
    const branch = Branches.branches[Branches.depth];
    Branches.setOff(branch.outerOff);
    if (!branch.hasAfter) {
      if (branch.truth === FALSE) goTo(branch.before);
      return;
    }
    branch.keepAfter();
    goTo(branch.after);
  }

  private static setOff(off: bool): void {
    Branches.off = off;
    FileScope.setOff(off);
  }
}
