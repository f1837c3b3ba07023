import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { machineJsonSchema } from '../../server/src/machine/schema.ts';
import { judge } from '../../server/src/transition/judge.ts';
import { readScenario, scenarioJsonSchema } from '../../server/src/transition/scenario-file.ts';

const top = resolve(import.meta.dirname, '../..');
const published = join(top, 'docs/schema/scenario-1.json');
const examples = join(top, 'examples/scenarios');

/** The faults of a text, one a line: `line:column path: message`. */
function faults(text: string): readonly string[] {
  const reading = readScenario(text);
  if (reading.ok) return [];
  return reading.faults.map(
    ({ line, column, path, message }) => `${line}:${column} ${path}: ${message}`,
  );
}

const good = `{
  "version": 1,
  "kernel": "6.1",
  "machine": { "cpus": 2, "workload": ["hog@1"] },
  "patch": { "functions": ["do_idle"] }
}`;

describe('scenario files', () => {
  test('the published schema is the one that files are held to', async () => {
    const schema = `${JSON.stringify(scenarioJsonSchema(), undefined, 2)}\n`;
    await expect(schema).toMatchFileSnapshot(published);
  });

  test('... and so is that of machine files', async () => {
    const schema = `${JSON.stringify(machineJsonSchema(), undefined, 2)}\n`;
    await expect(schema).toMatchFileSnapshot(join(top, 'docs/schema/machine-1.json'));
  });

  test.each(readdirSync(examples))('the example %s is read and judged', (name) => {
    const reading = readScenario(readFileSync(join(examples, name), 'utf8'));
    expect(reading).toMatchObject({ ok: true });
    if (reading.ok) expect(judge(reading.value.scenario).proof.complete).toBe(true);
  });

  test('short forms make the same machine as the tasks they stand for', () => {
    const reading = readScenario(good);
    expect(reading).toMatchObject({
      ok: true,
      value: { scenario: { machine: { tasks: [{ name: 'hog/1', affinity: [1] }] } } },
    });
  });

  test.each([
    ['', ['1:1 : the file is empty: expected a JSON object']],
    ['{ "version": 1,, }', ['1:16 : this is not JSON: expected a property name in double quotes']],
    [
      good.replace('"6.1"', '"six"'),
      [
        '3:13 kernel: expected a release such as "6.1" or "5.10.0-30-amd64", "kgraft" or "kgraft-idle-pick"',
      ],
    ],
    [
      good.replace('hog@1', 'hog@2'),
      ['4:40 machine.workload[0]: there is no CPU 2: this machine has CPUs 0 to 1'],
    ],
    [
      good.replace('hog@1', 'dog'),
      [
        '4:40 machine.workload[0]: "dog" is no workload: expected one of idle, hog@CPU, hog@all, fifo@CPU, fifo@all, rr@CPU, deadline@CPU, guest@CPU, kloop@CPU, stopped, sigstop, traced',
      ],
    ],
    [
      good.replace('"cpus": 2', '"cpus": 0'),
      ['4:24 machine.cpus: Too small: expected number to be >=1'],
    ],
    [good.replace('"version": 1', '"version": 2'), ['2:14 version: Invalid input: expected 1']],
  ])('what is wrong in %j is said with its place', (text, expected) => {
    expect(faults(text)).toEqual(expected);
  });

  test('tasks and CPUs that do not exist are named', () => {
    const task = `{ "name": "a", "kind": "user", "affinity": [7], "program": [{ "do": "fork", "child": "b" }] }`;
    const text = good.replace('"workload": ["hog@1"]', `"tasks": [${task}]`);
    expect(faults(text)).toEqual([
      '4:81 machine.tasks[0].affinity[0]: there is no CPU 7: this machine has CPUs 0 to 1',
      '4:97 machine.tasks[0].program[0]: there is no task called "b" in this file',
    ]);
  });
});
