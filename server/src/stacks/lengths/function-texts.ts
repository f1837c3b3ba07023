import type { FunctionId } from '../../kernel/model.ts';
import type { Flow } from '../flow/flow.ts';
import { type FunctionText, functionText, type SourceText } from './function-text.ts';

/** Texts of functions that are kept read. */
const mostTexts = 2000;

/** The texts of a kernel's functions, read off their files when they are asked for. */
export class FunctionTexts {
  readonly #flow: Flow;
  readonly #source: SourceText;
  readonly #texts = new Map<FunctionId, FunctionText>();

  constructor(flow: Flow, source: SourceText) {
    this.#flow = flow;
    this.#source = source;
  }

  /** A function's text; `undefined` where its file cannot be read. */
  of(id: FunctionId): FunctionText | undefined {
    const known = this.#texts.get(id);
    if (known !== undefined) return known;
    const it = this.#flow.graph.get(id);
    const file = this.#source(it.file);
    if (file === undefined) return undefined;
    const text = functionText(it, file);
    if (this.#texts.size >= mostTexts) this.#texts.clear();
    this.#texts.set(id, text);
    return text;
  }

  /** Whether one of a function's lines matches, without reading it as tokens. */
  matches(id: FunctionId, pattern: RegExp): boolean {
    const { file, line, endLine } = this.#flow.graph.get(id);
    const lines = this.#source(file)?.slice(line - 1, endLine);
    return lines?.some((each) => pattern.test(each)) === true;
  }
}
