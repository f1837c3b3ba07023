import { addedFunction } from './added-function.ts';
import { completes } from './completes.ts';
import { mayStall } from './may-stall.ts';
import type { Rule } from './model.ts';
import { noEffect } from './no-effect.ts';
import { notPatchable } from './not-patchable.ts';
import { patchProblem } from './patch-problem.ts';
import { quietCpu } from './quiet-cpu.ts';
import { removedFunction } from './removed-function.ts';
import { stall } from './stall.ts';
import { unchangedFunction } from './unchanged-function.ts';
import { unknownFunction } from './unknown-function.ts';

/** Every rule, in the order of report. */
export const rules: readonly Rule[] = [
  patchProblem,
  notPatchable,
  stall,
  mayStall,
  noEffect,
  quietCpu,
  unknownFunction,
  completes,
  addedFunction,
  removedFunction,
  unchangedFunction,
];
