import { expect, test } from 'vitest';
import { clientFeatures } from './client-features.ts';

/** What is read of a client's options. */
function check(initializationOptions: unknown): object {
  return clientFeatures({
    processId: null,
    rootUri: null,
    capabilities: {},
    initializationOptions,
  }).options;
}

test('every option can be left out', () => {
  expect(check(undefined)).toEqual({});
  expect(check({ showsText: true })).toEqual({ showsText: true });
});

test('options of the wrong kind count as left out', () => {
  expect(check({ showsText: 'yes' })).toEqual({});
});
