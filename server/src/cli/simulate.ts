import { type Command, Option } from 'commander';
import { judge } from '../transition/judge.ts';
import type { StrategyOutcome, Verdict } from '../transition/model.ts';
import { refusalOfTransition } from '../transition/refusal.ts';
import { type ReadScenario, readScenario } from '../transition/scenario-file.ts';
import {
  cheapestSufficient,
  judgeWith,
  strategies,
  tryStrategies,
} from '../transition/strategies/index.ts';
import { type CliEnvironment, type CommandContext, exitCode, InputError } from './environment.ts';
import { type Simulation, toSimulationJson } from './simulate-json.ts';
import { simulationText } from './simulate-text.ts';

interface SimulateOptions {
  readonly format: 'text' | 'json';
  readonly trace?: boolean;
}

function together({ scenario, strategies: ids, seconds }: ReadScenario): Verdict | undefined {
  if (ids.length < 2 || ids.length === strategies.length) return undefined;
  const applied = strategies.filter((one) => ids.includes(one.id) && one.exists(scenario));
  return applied.length < 2 ? undefined : judgeWith(scenario, applied, { limit: seconds });
}

/** Runs what a scenario file asks for. */
export function simulate(read: ReadScenario): Simulation {
  const { scenario, seconds } = read;
  const refusal = refusalOfTransition(scenario);
  if (refusal !== undefined) return { scenario, refusal };
  const options = { limit: seconds };
  const verdict = judge(scenario, options);
  const wanted = (outcome: StrategyOutcome): boolean => read.strategies.includes(outcome.id);
  return {
    scenario,
    verdict,
    strategies: tryStrategies(scenario, options).filter(wanted),
    together: together(read),
    cheapest: cheapestSufficient(scenario, options)?.map(({ id, title }) => ({ id, title })),
  };
}

async function read(cli: CliEnvironment, path: string): Promise<ReadScenario> {
  const text = new TextDecoder().decode(await cli.readInput(path));
  const reading = readScenario(text);
  if (reading.ok) return reading.value;
  const lines = reading.faults.map(({ line, column, path: at, message }) => {
    const where = at === '' ? '' : `${at}: `;
    return `${path}:${line}:${column}: ${where}${message}`;
  });
  throw new InputError(lines.join('\n'));
}

/** `livepatch-check simulate FILE…`: judges the scenarios of files, with no kernel tree. */
export function registerSimulate(program: Command, { cli, finish }: CommandContext): void {
  program
    .command('simulate')
    .description('run the transition of a scenario file: kernel, machine, workload, patch')
    .argument('<file...>', 'scenario files (JSON); - for standard input')
    .option('--trace', 'print the run step by step')
    .addOption(
      new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'),
    )
    .action(async (paths: readonly string[], { format, trace }: SimulateOptions) => {
      const simulations: { readonly file: string; readonly simulation: Simulation }[] = [];
      let faulty = false;
      for (const path of paths) {
        try {
          simulations.push({ file: path, simulation: simulate(await read(cli, path)) });
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
          cli.complain(error.message);
          faulty = true;
        }
      }
      cli.write(
        format === 'json'
          ? `${JSON.stringify(toSimulationJson(simulations), undefined, 2)}\n`
          : simulations
              .map(({ simulation }) => simulationText(cli.page, simulation, trace === true))
              .join('\n'),
      );
      const risk = simulations.some(
        ({ simulation }) => simulation.verdict?.outcome !== 'completes',
      );
      finish(faulty ? exitCode.input : risk ? exitCode.risk : exitCode.fine);
    });
}
