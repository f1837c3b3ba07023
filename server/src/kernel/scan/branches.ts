import { judgeCondition, type Options, type Truth } from './conditionals.ts';

/** The nest of `#if`s around a line of a file that is read from its top, directive by directive. */
export class Branches {
  readonly #options: Options | undefined;
  /** Of each open `#if`: what its present branch is, and whether a branch before it was taken. */
  readonly #nest: { now: Truth; taken: boolean }[] = [];

  constructor(options: Options | undefined) {
    this.#options = options;
  }

  /** `true` where every branch around the present place holds, `false` where one does not. */
  get truth(): Truth {
    let truth: Truth = 'true';
    for (const { now } of this.#nest) {
      if (now === 'false') return 'false';
      if (now === 'unknown') truth = 'unknown';
    }
    return truth;
  }

  /** Takes in a directive, continuation lines joined; what is no condition changes nothing. */
  read(line: string): void {
    const [, word = '', rest = ''] = /^\s*#\s*(\w+)\s*(.*)$/s.exec(line) ?? [];
    const top = this.#nest.at(-1);
    if (word === 'if') this.#push(judgeCondition(rest, this.#options));
    else if (word === 'ifdef') this.#push(judgeCondition(`defined(${rest})`, this.#options));
    else if (word === 'ifndef') this.#push(judgeCondition(`!defined(${rest})`, this.#options));
    else if (word === 'endif') this.#nest.pop();
    else if (top !== undefined && word === 'elif') {
      top.now = top.taken ? 'false' : judgeCondition(rest, this.#options);
      top.taken ||= top.now === 'true';
    } else if (top !== undefined && word === 'else')
      top.now = top.taken ? 'false' : otherwise(top.now);
  }

  #push(now: Truth): void {
    this.#nest.push({ now, taken: now === 'true' });
  }
}

function otherwise(truth: Truth): Truth {
  return truth === 'false' ? 'true' : 'unknown';
}
