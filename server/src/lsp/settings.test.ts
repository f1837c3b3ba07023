import { expect, test } from 'vitest';
import * as z from 'zod';
import manifest from '../../../package.json' with { type: 'json' };
import texts from '../../../package.nls.json' with { type: 'json' };
import { readSettings, settingSchemas, settingsSection } from './settings.ts';

const declared: Readonly<Record<string, Readonly<Record<string, unknown>>>> =
  manifest.contributes.configuration.properties;

test('the manifest declares the settings that the server reads, with type and default', () => {
  const read = Object.entries(settingSchemas).map(([path, schema]) => {
    const { type, default: value, enum: values } = z.toJSONSchema(schema);
    return [`${settingsSection}.${path}`, { type, default: value, enum: values }];
  });
  const told = Object.entries(declared).map(([name, { type, default: value, enum: values }]) => [
    name,
    { type, default: value, enum: values },
  ]);
  expect(Object.fromEntries(told)).toEqual(Object.fromEntries(read));
});

test('each setting is explained, in a text that can be translated', () => {
  const explained: Readonly<Record<string, string>> = texts;
  for (const [name, { markdownDescription }] of Object.entries(declared)) {
    const key = name.replace(settingsSection, 'setting');
    expect(markdownDescription).toBe(`%${key}%`);
    expect(explained[key], name).toMatch(/\w+\.$/);
  }
});

test('values of the wrong kind are named and replaced', () => {
  const { settings, problems } = readSettings({
    kernel: { tree: 7 },
    trace: { server: 'messages' },
  });
  expect(settings).toEqual({
    'kernel.tree': '',
    'kernel.release': '',
    'codeLens.enabled': true,
    'inlayHints.verdict': true,
    'inlayHints.callers': true,
    'links.commit': 'https://git.kernel.org/stable/c/{commit}',
    'trace.server': 'messages',
  });
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(/^Setting livepatchFeasibility\.kernel\.tree: /);
});

test.each([undefined, null, 'text', 3, []])('%j counts as no settings at all', (section) => {
  expect(readSettings(section)).toEqual({
    settings: {
      'kernel.tree': '',
      'kernel.release': '',
      'codeLens.enabled': true,
      'inlayHints.verdict': true,
      'inlayHints.callers': true,
      'links.commit': 'https://git.kernel.org/stable/c/{commit}',
      'trace.server': 'off',
    },
    problems: [],
  });
});
