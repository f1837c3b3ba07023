import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../run/command.ts';

/** One of the machine's own package sources. */
interface OwnSource {
  readonly uri: string;
  readonly suite: string;
}

/** Debian's own keys, where every Debian system has them (package debian-archive-keyring). */
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** Debian's suites, by the kernel series that they bring (tracker.debian.org/pkg/linux). */
const suiteOfSeries: Readonly<Record<string, readonly [codename: string, backports: boolean]>> = {
  '5.10': ['bullseye', false],
  '6.1': ['bookworm', false],
  '6.12': ['trixie', false],
};

/** Where the newest kernels come. */
const newestSuite = ['trixie', true] as const;

async function ownSources(): Promise<{ codename: string; sources: readonly OwnSource[] }> {
  const release = await readFile('/etc/os-release', 'utf8');
  const [, codename = ''] = /^VERSION_CODENAME=(\S+)/m.exec(release) ?? [];
  const fields = '$' + '(REPO_URI)\t$' + '(RELEASE)';
  const text = await runCommand([
    'apt-get',
    'indextargets',
    '--format',
    fields,
    'Created-By: Packages',
  ]);
  const sources = text.split('\n').flatMap((line): OwnSource[] => {
    const [uri, suite] = line.split('\t');
    const wanted = [codename, `${codename}-security`];
    return uri === undefined || suite === undefined || !wanted.includes(suite)
      ? []
      : [{ uri, suite }];
  });
  return { codename, sources };
}

function sourceLine({ uri }: OwnSource, suite: string): string {
  return `deb [signed-by=${keyring}] ${uri} ${suite} main`;
}

/** Whether this machine's own sources bring a series, so that no other suite is needed. */
async function isOwn(series: string, codename: string): Promise<boolean> {
  const [asked] = suiteOfSeries[series] ?? newestSuite;
  if (asked === codename) return true;
  const names = await runCommand(['apt-cache', 'pkgnames', `linux-headers-${series}.`]);
  return names.trim() !== '';
}

/**
 * The environment in which `apt-get` and `apt-cache` know a suite with kernels of `series` (`5.10`):
 * the machine's own configuration where it has them; else a private one in `cache`, whose sources are
 * the machine's with the suite's name exchanged. Nothing of the system's is changed.
 */
export async function aptFor(
  series: string,
  cache: string,
): Promise<Readonly<Record<string, string>>> {
  const { codename, sources } = await ownSources();
  if (await isOwn(series, codename)) return {};
  const [wanted, backports] = suiteOfSeries[series] ?? newestSuite;
  const lines = sources.map((one) => sourceLine(one, one.suite.replace(codename, wanted)));
  const [main] = sources.filter((one) => one.suite === codename);
  if (backports && main !== undefined) lines.push(sourceLine(main, `${wanted}-backports`));
  const root = join(cache, 'apt', wanted + (backports ? '-backports' : ''));
  for (const folder of ['etc/preferences.d', 'etc/apt.conf.d', 'state/lists', 'cache/archives'])
    await mkdir(join(root, folder), { recursive: true });
  await writeFile(join(root, 'etc/sources.list'), `${[...new Set(lines)].join('\n')}\n`);
  const config = join(root, 'apt.conf');
  await writeFile(
    config,
    `Dir::Etc "${root}/etc";\nDir::State "${root}/state";\nDir::State::status "/dev/null";\nDir::Cache "${root}/cache";\n`,
  );
  const env = { APT_CONFIG: config };
  await runCommand(['apt-get', 'update', '-q'], { env, limit: 300 });
  return env;
}
