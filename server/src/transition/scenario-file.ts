import {
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import * as z from 'zod';
import { faultsIn, machineOf } from '../machine/from-file.ts';
import { machineSchema } from '../machine/schema.ts';
import type { KernelProfile, Scenario } from './model.ts';
import { kgraftProfile, profileFor } from './profiles.ts';
import { strategies } from './strategies/index.ts';

const strategyIds = strategies.map((strategy) => strategy.id);

const kernel = z.union([
  z.string().regex(/^(kgraft|kgraft-idle-pick|\d+\.\d+.*)$/, {
    error: 'expected a release such as "6.1" or "5.10.0-30-amd64", "kgraft" or "kgraft-idle-pick"',
  }),
  z.strictObject({
    release: z.string().regex(/^\d+\.\d+/, { error: 'expected a release such as "6.1"' }),
    architecture: z.string().default('x86_64').describe('As `uname -m` says.'),
    preemption: z.enum(['voluntary', 'full', 'lazy']).optional(),
    dynamicPreemption: z.boolean().optional().describe('CONFIG_PREEMPT_DYNAMIC'),
    realtimeGroups: z.boolean().default(false).describe('CONFIG_RT_GROUP_SCHED'),
  }),
]);

/** A scenario file: kernel, machine with its workload, patch, strategies to try. */
export const scenarioSchema = z
  .strictObject({
    $schema: z.string().optional(),
    version: z.literal(1),
    title: z.string().default('a scenario from a file'),
    kernel: kernel.describe('What `uname -r` says, kgraft, or a release with its build.'),
    machine: machineSchema,
    patch: z.strictObject({
      functions: z
        .array(z.string().min(1))
        .min(1)
        .describe('Those really changed, after inlining.'),
      direction: z.enum(['load', 'replace', 'disable']).default('load'),
      earlier: z
        .array(z.array(z.string().min(1)).min(1))
        .default([])
        .describe('Livepatches that are already in, oldest first: the functions of each.'),
      jumpThunks: z
        .boolean()
        .default(false)
        .describe('New functions only jump into the old bodies, and leave no frames of their own.'),
      immediate: z.boolean().default(false).describe('klp_patch.immediate, 4.12 to 4.15.'),
      underWay: z.boolean().default(false).describe('Another transition has not ended yet.'),
    }),
    retryCpu: z
      .union([z.int().min(0), z.literal('any')])
      .optional()
      .describe('The CPU on which the transition is started; "any" asks about all.'),
    strategies: z
      .union([z.literal('all'), z.array(z.enum(strategyIds as [string, ...string[]]))])
      .default('all')
      .describe('Those to try; a list of several is also tried together.'),
    seconds: z.number().positive().max(86_400).default(60).describe('End of the timed run.'),
  })
  .describe('A scenario for livepatch-check simulate.');

type ScenarioFile = z.infer<typeof scenarioSchema>;

/** Something wrong in a scenario file. Line and column are 1-based, columns count UTF-16 code units. */
export interface ScenarioFault {
  readonly line: number;
  readonly column: number;
  /** `machine.tasks[0].policy`; empty for the whole file. */
  readonly path: string;
  readonly message: string;
}

/** A scenario file that was read. */
export interface ReadScenario {
  readonly scenario: Scenario;
  readonly strategies: readonly string[];
  readonly seconds: number;
}

/** What reading a scenario file gives: the scenario, or at least one fault. */
export type ScenarioReading =
  | { readonly ok: true; readonly value: ReadScenario }
  | { readonly ok: false; readonly faults: readonly ScenarioFault[] };

type Path = readonly (string | number)[];

function written(path: Path): string {
  return path
    .map((part, index) =>
      typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`,
    )
    .join('');
}

function placeAt(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

/** A fault at the innermost part of `path` that the file has. */
function faultAt(text: string, root: Node, path: Path, message: string): ScenarioFault {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = findNodeAtLocation(root, path.slice(0, length));
    if (node !== undefined) return { ...placeAt(text, node.offset), path: written(path), message };
  }
  return { line: 1, column: 1, path: written(path), message };
}

function profileOf(file: ScenarioFile): KernelProfile {
  if (typeof file.kernel !== 'string') {
    const { release, preemption, dynamicPreemption, ...rest } = file.kernel;
    return profileFor(release, {
      ...rest,
      ...(preemption === undefined ? {} : { preemption }),
      ...(dynamicPreemption === undefined ? {} : { dynamicPreemption }),
    });
  }
  if (file.kernel.startsWith('kgraft')) return kgraftProfile(file.kernel === 'kgraft-idle-pick');
  return profileFor(file.kernel);
}

function scenarioOf(file: ScenarioFile): ReadScenario {
  return {
    scenario: {
      title: file.title,
      profile: profileOf(file),
      machine: machineOf(file.machine),
      ...file.patch,
      ...(file.retryCpu === undefined ? {} : { retryCpu: file.retryCpu }),
    },
    strategies: file.strategies === 'all' ? strategyIds : file.strategies,
    seconds: file.seconds,
  };
}

function faultsOf(file: ScenarioFile): readonly { path: Path; message: string }[] {
  const faults: { path: Path; message: string }[] = faultsIn(file.machine).map((fault) => ({
    ...fault,
    path: ['machine', ...fault.path],
  }));
  if (typeof file.retryCpu === 'number' && file.retryCpu >= file.machine.cpus)
    faults.push({ path: ['retryCpu'], message: `there is no CPU ${file.retryCpu}` });
  return faults;
}

const expectations: Readonly<Record<string, string>> = {
  ValueExpected: 'expected a value',
  PropertyNameExpected: 'expected a property name in double quotes',
  ColonExpected: 'expected ":"',
  CommaExpected: 'expected ","',
  CloseBraceExpected: 'expected "}"',
  CloseBracketExpected: 'expected "]"',
  EndOfFileExpected: 'expected nothing more after the object',
  InvalidSymbol: 'expected a value; names stand in double quotes',
  UnexpectedEndOfString: 'expected the closing double quote',
};

/** The first error alone: what follows it is most often its consequence. */
function syntaxFault(text: string, error: ParseError | undefined): ScenarioFault {
  if (error === undefined || text.trim() === '')
    return { line: 1, column: 1, path: '', message: 'the file is empty: expected a JSON object' };
  const code = printParseErrorCode(error.error);
  const message = `this is not JSON: ${expectations[code] ?? code}`;
  return { ...placeAt(text, error.offset), path: '', message };
}

/** Reads a scenario file; every fault names its place and what was expected. */
export function readScenario(text: string): ScenarioReading {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (root === undefined || first !== undefined)
    return { ok: false, faults: [syntaxFault(text, first)] };
  const parsed = scenarioSchema.safeParse(getNodeValue(root));
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => {
      const path = issue.path.filter((part) => typeof part !== 'symbol');
      return faultAt(text, root, path, issue.message);
    });
    return { ok: false, faults };
  }
  const faults = faultsOf(parsed.data);
  if (faults.length > 0)
    return {
      ok: false,
      faults: faults.map(({ path, message }) => faultAt(text, root, path, message)),
    };
  return { ok: true, value: scenarioOf(parsed.data) };
}

/** The JSON Schema of scenario files (draft 2020-12), for editors. */
export function scenarioJsonSchema(): Readonly<Record<string, unknown>> {
  return z.toJSONSchema(scenarioSchema, { io: 'input' });
}
