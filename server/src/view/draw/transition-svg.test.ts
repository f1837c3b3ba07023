import fc from 'fast-check';
import { expect, describe as suite, test } from 'vitest';
import { cpuHog, idleMachine, stoppedTask, withTasks } from '../../machine/workloads.ts';
import { judge } from '../../transition/judge.ts';
import type { Scenario } from '../../transition/model.ts';
import { profileFor } from '../../transition/profiles.ts';
import { lanesAt, sayFilm } from '../description.ts';
import { filmOf } from '../film/film.ts';
import type { Film } from '../model.ts';
import { inheritedPalette, lightPalette } from './palette.ts';
import { escapeXml, fitted } from './svg.ts';
import { ticksOf } from './ticks.ts';
import { drawTransition, fileOptions } from './transition-svg.ts';

const scenario: Scenario = {
  title: 'a CPU hog on CPU 1',
  profile: profileFor('6.1'),
  machine: withTasks(idleMachine(2, false), cpuHog(1), stoppedTask('<script>&"it\'s"')),
  functions: ['do_idle', 'get_signal'],
  direction: 'load',
};

function filmed(): Film {
  const verdict = judge(scenario);
  return filmOf({ scenario, trace: verdict.trace, verdict, strategy: 'Stop it & <go on>' });
}

/** Every element is closed by its own end tag; quotes and brackets in text are escaped. */
function isWellFormed(svg: string): boolean {
  const open: string[] = [];
  const tag = /<(\/?)([a-z]+)((?: [\w:-]+="[^"<]*")*)(\/?)>|[^<]+|</gi;
  for (const [whole, closes, name = '', , empty] of svg.matchAll(tag)) {
    if (whole === '<') return false;
    if (name === '') continue;
    if (closes === '/') {
      if (open.pop() !== name) return false;
    } else if (empty !== '/') open.push(name);
  }
  return open.length === 0;
}

suite('the drawing', () => {
  test('is one well-formed element without anything from outside', () => {
    const svg = drawTransition(filmed(), fileOptions(lightPalette));
    expect(isWellFormed(svg)).toBe(true);
    expect(svg).not.toMatch(/NaN|undefined|Infinity|<script|<style|href|\bid=|\bon\w+=|var\(/);
    expect(svg).toContain('&lt;script&gt;&amp;');
  });

  test('has a lane for each CPU and task, and a place to click for each step', () => {
    const film = filmed();
    const options = { ...fileOptions(inheritedPalette), isInteractive: true };
    const svg = drawTransition(film, options);
    expect([...svg.matchAll(/data-lane="([^"]+)"/g)].map(([, id]) => id)).toEqual([
      'cpu:0',
      'cpu:1',
      'task:hog/1',
      'task:&lt;script&gt;&amp;&quot;it&#39;s&quot;',
    ]);
    expect([...svg.matchAll(/data-step="/g)]).toHaveLength(film.steps.length);
    expect(svg).toContain('fill="var(--transition-text)"');
  });

  test('says what it shows', () => {
    expect(sayFilm(filmed())).toMatchInlineSnapshot(
      `"do_idle(), get_signal(): a CPU hog on CPU 1. Linux 6.1 (x86_64) · Stop it & <go on>: still open after 60 s."`,
    );
  });

  test('a film without steps can be drawn too', () => {
    const verdict = { outcome: 'stalls', flags: [] } as const;
    const film = filmOf({ scenario, trace: [], verdict, strategy: undefined });
    const svg = drawTransition(film, fileOptions(lightPalette));
    expect(isWellFormed(svg)).toBe(true);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });
});

test('everybody at a step, which may be out of range', () => {
  const film = filmed();
  const told = (at: number): readonly string[] =>
    lanesAt(film, at).map(
      ({ lane, activity, isAfter }) =>
        `${lane.title}: ${activity.label}${activity.hit === undefined ? '' : ` on ${activity.hit}`}, ${isAfter ? 'new' : 'old'}`,
    );
  expect(told(-3)).toEqual(told(0));
  expect(told(99)).toMatchInlineSnapshot(`
    [
      "CPU 0: idle, new",
      "CPU 1: hog/1 on do_idle, old",
      "hog/1: runs in user mode, new",
      "<script>&"it's": stopped on get_signal, old",
    ]
  `);
});

test('any text can be put into XML', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(isWellFormed(`<a b="${escapeXml(text)}">${escapeXml(text)}</a>`)).toBe(true);
    }),
  );
});

test('text is cut to its room, or left out', () => {
  expect(fitted('hrtimer_nanosleep', 200, 12, 'mono')).toBe('hrtimer_nanosleep');
  expect(fitted('hrtimer_nanosleep', 80, 12, 'mono')).toBe('hrtimer_n…');
  expect(fitted('hrtimer_nanosleep', 20, 12, 'mono')).toBe('');
});

test('as many ticks as tries, as long as they can be told apart', () => {
  const column = { x: 10, end: 110, left: 0, right: 120 };
  expect(ticksOf(column, 3)).toEqual([10, 60, 110]);
  expect(ticksOf(column, 900)).toHaveLength(26);
  expect(ticksOf({ ...column, end: 10 }, 1)).toEqual([10]);
});
