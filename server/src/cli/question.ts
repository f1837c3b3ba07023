import { basename } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Environment } from '../feasibility/environment.ts';
import { type Question, usualQuestion } from '../feasibility/question.ts';
import {
  askedMachine,
  sleeperCall,
  WORKLOAD_FORMS,
} from '../feasibility/scenarios/asked-machine.ts';
import type { ScenarioTemplate } from '../feasibility/scenarios/model.ts';
import { faultsIn, machineOf } from '../machine/from-file.ts';
import { readLocated } from '../machine/located-json.ts';
import { machineSchema } from '../machine/schema.ts';
import type { Direction } from '../transition/model.ts';
import { strategies } from '../transition/strategies/index.ts';
import { type CliEnvironment, InputError } from './environment.ts';

/** The options that ask about one machine instead of the usual scenarios. */
export interface QuestionOptions {
  readonly workload?: string;
  readonly cpus: number;
  readonly machine?: string;
  readonly strategy?: readonly string[];
  readonly action: Direction;
}

/** More CPUs than Linux can have (`CONFIG_NR_CPUS`). */
const MOST_CPUS = 8192;

function toCpus(text: string): number {
  const cpus = Number(text);
  if (Number.isInteger(cpus) && cpus >= 1 && cpus <= MOST_CPUS) return cpus;
  throw new InvalidArgumentError(`Expected a number of CPUs from 1 to ${MOST_CPUS}.`);
}

/** Adds the options that ask about one machine. */
export function addQuestionOptions(command: Command): Command {
  return command
    .option('--workload <form>', `one machine instead of the usual scenarios: ${WORKLOAD_FORMS}`)
    .option('--cpus <number>', 'its CPUs', toCpus, 2)
    .option('--machine <file>', 'a machine file (JSON) instead')
    .addOption(
      new Option('--strategy <id...>', 'the strategies to try').choices(
        strategies.map((strategy) => strategy.id),
      ),
    )
    .addOption(
      new Option('--action <direction>', 'what is done to the patch')
        .choices(['load', 'replace', 'disable'])
        .default('load'),
    );
}

async function machineFile(cli: CliEnvironment, path: string): Promise<ScenarioTemplate> {
  const text = new TextDecoder().decode(await cli.readInput(path));
  const reading = readLocated(text, machineSchema, faultsIn);
  if (!reading.ok) {
    const lines = reading.faults.map(({ line, column, path: at, message }) => {
      const where = at === '' ? '' : `${at}: `;
      return `${path}:${line}:${column}: ${where}${message}`;
    });
    throw new InputError(lines.join('\n'));
  }
  const machine = machineOf(reading.value);
  // The file's own name: a whole path would push the verdicts off a narrow terminal.
  return { id: 'machine', title: `the machine of ${basename(path)}`, build: () => machine };
}

function checkCall(form: string, environment: Environment): void {
  const call = sleeperCall(form);
  const knowledge = environment.knowledgeFor(environment.profile);
  if (call === undefined) return;
  if (knowledge.lookup(`__x64_sys_${call}`) ?? knowledge.lookup(`__do_sys_${call}`)) return;
  throw new InputError(`there is no system call ${call} in ${knowledge.origin.description}`);
}

function workloadOf(form: string, cpus: number, environment: Environment): ScenarioTemplate {
  checkCall(form, environment);
  try {
    return askedMachine(form, cpus);
  } catch (error) {
    if (error instanceof RangeError) throw new InputError(error.message);
    throw error;
  }
}

async function scenariosOf(
  cli: CliEnvironment,
  options: QuestionOptions,
  environment: Environment,
): Promise<readonly ScenarioTemplate[]> {
  const { machine, workload, cpus } = options;
  if (machine !== undefined && workload !== undefined) {
    throw new InputError('--machine and --workload both name the machine: give one of them');
  }
  if (machine !== undefined) return [await machineFile(cli, machine)];
  return workload === undefined
    ? usualQuestion.scenarios
    : [workloadOf(workload, cpus, environment)];
}

const everyStrategy = strategies.map((strategy) => strategy.id);

/** Of one machine everything is told, though its transition may complete. */
function isOneMachine({ machine, workload }: QuestionOptions): boolean {
  return machine !== undefined || workload !== undefined;
}

/** What the options ask. Throws an `InputError` for a workload, system call or machine file that is none. */
export async function questionOf(
  cli: CliEnvironment,
  options: QuestionOptions,
  environment: Environment,
): Promise<Question> {
  return {
    scenarios: await scenariosOf(cli, options, environment),
    direction: options.action,
    strategies: options.strategy ?? (isOneMachine(options) ? everyStrategy : undefined),
  };
}
