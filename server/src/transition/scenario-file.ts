import * as z from 'zod';
import { faultsIn, machineOf } from '../machine/from-file.ts';
import { type LocatedFault, type Path, readLocated } from '../machine/located-json.ts';
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

/** A scenario file that was read. */
export interface ReadScenario {
  readonly scenario: Scenario;
  readonly strategies: readonly string[];
  readonly seconds: number;
}

/** What reading a scenario file gives: the scenario, or at least one fault. */
export type ScenarioReading =
  | { readonly ok: true; readonly value: ReadScenario }
  | { readonly ok: false; readonly faults: readonly LocatedFault[] };

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

/** Reads a scenario file; every fault names its place and what was expected. */
export function readScenario(text: string): ScenarioReading {
  const reading = readLocated(text, scenarioSchema, faultsOf);
  return reading.ok ? { ok: true, value: scenarioOf(reading.value) } : reading;
}

/** The JSON Schema of scenario files (draft 2020-12), for editors. */
export function scenarioJsonSchema(): Readonly<Record<string, unknown>> {
  return z.toJSONSchema(scenarioSchema, { io: 'input' });
}
