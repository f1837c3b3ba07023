import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compile } from '../../server/src/transition/engine/program.ts';
import { prove } from '../../server/src/transition/explore/prove.ts';
import type { Scenario } from '../../server/src/transition/model.ts';
import { scenarioOf } from './generate.ts';
import { handWritten } from './hand-written.ts';
import { missingTool, Pan } from './pan.ts';

const { LIVEPATCH_SPIN_SCENARIOS = '200' } = process.env;

/** How many generated scenarios are compared; more with LIVEPATCH_SPIN_SCENARIOS. */
const GENERATED = Number(LIVEPATCH_SPIN_SCENARIOS);

/** Comparisons in one test, so that a failure names its neighbourhood and none runs for long. */
const AT_ONCE = 20;

const missing = missingTool();
if (missing !== undefined) console.log(`${missing} is not installed: Spin is not asked`);

describe.skipIf(missing !== undefined)('Spin gives the same verdict', () => {
  let pan: Pan | undefined;
  beforeAll(async () => {
    pan = await Pan.build();
  }, 300_000);
  afterAll(() => pan?.dispose());

  async function check(scenario: Scenario): Promise<void> {
    const theirs = await pan?.outcome(scenario);
    expect(`${scenario.title}: ${prove(compile(scenario)).outcome}`).toBe(
      `${scenario.title}: ${theirs}`,
    );
  }

  test.each(handWritten)('$title', check);

  const starts = Array.from(
    { length: Math.ceil(GENERATED / AT_ONCE) },
    (_, index) => index * AT_ONCE,
  );
  test.each(starts)('generated from %i on', async (start) => {
    const numbers = Array.from({ length: AT_ONCE }, (_, index) => start + index);
    for (const number of numbers) await check(scenarioOf(number));
  });
});
