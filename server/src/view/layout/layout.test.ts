import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Film, Step, StepKind } from '../model.ts';
import { layoutOf } from './layout.ts';

interface Given {
  readonly kind?: StepKind;
  readonly seconds: number;
  readonly until?: number;
  readonly tries?: number;
}

function stepOf({ kind = 'try', seconds, until = seconds, tries = 1 }: Given): Step {
  return { kind, seconds, until, tries, title: '', details: [] };
}

function filmWith(steps: readonly Step[], lanes = 2): Film {
  const lane = (index: number) =>
    ({
      id: `cpu:${index}`,
      kind: 'cpu',
      title: `CPU ${index}`,
      subtitle: '',
      members: 1,
      stretches: [
        { from: 0, activity: { what: 'idle', label: 'idle', stack: [], hit: undefined } },
      ],
      states: [{ from: 0, isAfter: false }],
      blocks: false,
      marks: [],
    }) as const;
  return {
    title: '',
    subtitle: '',
    functions: [],
    direction: 'load',
    states: { before: 'old code', after: 'new code' },
    isWhole: true,
    ends: 'open',
    seconds: 60,
    outcome: 'stalls',
    flags: [],
    steps,
    lanes: Array.from({ length: lanes }, (_, index) => lane(index)),
  };
}

/** A drawing without its frame; gives the columns as `left–right`, in whole pixels from the axis's begin. */
function check(width: number, ...given: readonly Given[]): string {
  const film = filmWith(given.map(stepOf));
  const layout = layoutOf(film, { width, hasHeading: false, hasLegend: false });
  const from = (x: number): number => Math.round(x - layout.left);
  const columns = layout.columns.map(({ left, right }) => `${from(left)}–${from(right)}`);
  return `${columns.join(' ')} of ${Math.round(layout.width)}`;
}

test('steps of one moment stand side by side, later ones further off', () => {
  expect(check(1000, { seconds: 0 }, { seconds: 0 }, { seconds: 1 }, { seconds: 60 })).toBe(
    '0–104 104–208 260–364 595–699 of 1000',
  );
});

test('a minute of tries gets room, but not a minute of it', () => {
  const quiet = { kind: 'quiet-tries', seconds: 2.75, until: 59.75, tries: 58 } as const;
  expect(check(1000, { seconds: 0 }, { seconds: 1.75 }, quiet, { seconds: 60 })).toBe(
    '0–86 143–229 272–659 682–768 of 1000',
  );
});

test('more steps than fit make the drawing wider, not unreadable', () => {
  const many = Array.from({ length: 100 }, (_, seconds) => ({ seconds }));
  expect(check(600, ...many)).toMatch(/ of 2\d{3}$/);
});

const given = fc
  .array(
    fc.record({
      passed: fc.double({ min: 0, max: 1000, noNaN: true }),
      lasts: fc.double({ min: 0, max: 1000, noNaN: true }),
      tries: fc.nat(900),
    }),
    { maxLength: 60 },
  )
  .map((some) => {
    let now = 0;
    return some.map(({ passed, lasts, tries }): Step => {
      const seconds = now + passed;
      now = tries > 1 ? seconds + lasts : seconds;
      const kind = tries > 1 ? 'quiet-tries' : 'try';
      return stepOf({ kind, seconds, until: now, tries });
    });
  });

test('columns never overlap, and everything is inside', () => {
  fc.assert(
    fc.property(given, fc.integer({ min: 300, max: 3000 }), fc.nat(200), (steps, width, lanes) => {
      const film = filmWith(steps, lanes);
      const layout = layoutOf(film, { width, hasHeading: true, hasLegend: true });
      let edge = layout.left;
      for (const { left, right, x, end } of layout.columns) {
        expect(left).toBeGreaterThanOrEqual(edge - 1e-6);
        expect(x).toBeGreaterThan(left);
        expect(end).toBeGreaterThanOrEqual(x - 1e-6);
        expect(end).toBeLessThan(right);
        edge = right;
      }
      expect(layout.width).toBeGreaterThanOrEqual(edge);
      expect(layout.rows).toHaveLength(lanes);
      for (const { top } of layout.rows) expect(top).toBeLessThan(layout.height);
    }),
    { numRuns: 50 },
  );
});
