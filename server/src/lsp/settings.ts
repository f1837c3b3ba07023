import * as z from 'zod';

/** The section of the editor's configuration that holds every setting. */
export const settingsSection = 'livepatchFeasibility';

/**
 * Every setting by its path below the section. The extension's manifest says the same to the user;
 * a test holds the two together.
 */
export const settingSchemas = {
  'kernel.tree': z.string().default(''),
  'kernel.release': z.string().default(''),
  'codeLens.enabled': z.boolean().default(true),
  'inlayHints.verdict': z.boolean().default(true),
  'inlayHints.callers': z.boolean().default(true),
  'links.commit': z.string().default('https://git.kernel.org/stable/c/{commit}'),
  'trace.server': z.enum(['off', 'messages', 'verbose']).default('off'),
} as const;

type Schemas = typeof settingSchemas;

/** The settings' values, by path. Empty strings mean "not set". */
export type Settings = { readonly [Path in keyof Schemas]: z.infer<Schemas[Path]> };

/** Settings as far as they could be read, and what was wrong with the rest. */
export interface ReadSettings {
  readonly settings: Settings;
  /** One sentence each; the setting's default is used in its stead. */
  readonly problems: readonly string[];
}

function valueAt(section: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null
          ? (value as Readonly<Record<string, unknown>>)[key]
          : undefined,
      section,
    );
}

/**
 * Reads the configuration section as a client sends it: nested objects, `null` or nothing at all.
 * Never throws; a value of the wrong kind is replaced by the default and named in `problems`.
 */
export function readSettings(section: unknown): ReadSettings {
  const problems: string[] = [];
  function read<T>(path: string, schema: z.ZodType<T>): T {
    const result = schema.safeParse(valueAt(section, path) ?? undefined);
    if (result.success) return result.data;
    const reasons = result.error.issues.map((issue) => issue.message).join('; ');
    problems.push(`Setting ${settingsSection}.${path}: ${reasons}. Its default is used.`);
    return schema.parse(undefined);
  }
  const settings: Settings = {
    'kernel.tree': read('kernel.tree', settingSchemas['kernel.tree']).trim(),
    'kernel.release': read('kernel.release', settingSchemas['kernel.release']).trim(),
    'codeLens.enabled': read('codeLens.enabled', settingSchemas['codeLens.enabled']),
    'inlayHints.verdict': read('inlayHints.verdict', settingSchemas['inlayHints.verdict']),
    'inlayHints.callers': read('inlayHints.callers', settingSchemas['inlayHints.callers']),
    'links.commit': read('links.commit', settingSchemas['links.commit']).trim(),
    'trace.server': read('trace.server', settingSchemas['trace.server']),
  };
  return { settings, problems };
}
