import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { packagesGiven } from './given.ts';

let folder = '';

afterEach(() => rm(folder, { recursive: true, force: true }));

/** The package files chosen in a folder with `files`, the first of them given as the kernel; or the refusal. */
async function given(files: string, ...headers: readonly string[]): Promise<string> {
  folder = await mkdtemp(join(tmpdir(), 'livepatch-given-'));
  const names = files.trim().split(/\s+/);
  for (const name of names) await writeFile(join(folder, name), '');
  const at = (name: string): string => join(folder, name);
  const short = (paths: readonly string[]): string => paths.map((path) => basename(path)).join(' ');
  return packagesGiven(at(names[0] ?? ''), headers.map(at)).then(
    (found) =>
      `${short([found.image])} | ${short(found.headers)} | ${short(found.libraries)}`.trim(),
    (error: unknown) => (error instanceof Error ? error.message.replace(`${folder}/`, '') : ''),
  );
}

test("Debian's packages beside the kernel", async () => {
  const files = `linux-image-5.10.0-46-amd64_5.10.262-1_amd64.deb
    linux-headers-5.10.0-46-amd64_5.10.262-1_amd64.deb linux-headers-5.10.0-46-cloud-amd64_5.10.262-1_amd64.deb
    linux-headers-5.10.0-46-common_5.10.262-1_all.deb linux-kbuild-5.10_5.10.262-1_amd64.deb other.deb`;
  expect(await given(files)).toBe(
    'linux-image-5.10.0-46-amd64_5.10.262-1_amd64.deb | linux-headers-5.10.0-46-amd64_5.10.262-1_amd64.deb linux-headers-5.10.0-46-common_5.10.262-1_all.deb linux-kbuild-5.10_5.10.262-1_amd64.deb |',
  );
});

test('from 7 on the kernel is in a package of its own; libraries for an older system', async () => {
  const files = `linux-image-7.3.4+deb13-amd64_7_amd64.deb linux-binary-7.3.4+deb13-amd64_7_amd64.deb
    linux-headers-7.3.4+deb13-amd64_7_amd64.deb linux-headers-7.3.4+deb13-common_7_all.deb
    linux-kbuild-7.3.4+deb13_7_amd64.deb libc6_2.41-12_amd64.deb libelf1t64_0.192-4_amd64.deb`;
  expect(await given(files)).toBe(
    'linux-binary-7.3.4+deb13-amd64_7_amd64.deb | linux-headers-7.3.4+deb13-amd64_7_amd64.deb linux-headers-7.3.4+deb13-common_7_all.deb linux-kbuild-7.3.4+deb13_7_amd64.deb | libc6_2.41-12_amd64.deb libelf1t64_0.192-4_amd64.deb',
  );
});

test("a kernel's own packages (make bindeb-pkg)", async () => {
  const files = 'linux-image-6.1.0+_6.1.0-2_amd64.deb linux-headers-6.1.0+_6.1.0-2_amd64.deb';
  expect(await given(files)).toBe(
    'linux-image-6.1.0+_6.1.0-2_amd64.deb | linux-headers-6.1.0+_6.1.0-2_amd64.deb |',
  );
});

test('packages that are named are not looked for', async () => {
  expect(await given('kernel.deb', 'headers.deb', 'zlib1g_1.3_amd64.deb')).toBe(
    'kernel.deb | headers.deb | zlib1g_1.3_amd64.deb',
  );
});

test('what is missing is named', async () => {
  expect(await given('linux-image-5.10.0-46-amd64_5.10.262-1_amd64.deb')).toBe(
    'linux-image-5.10.0-46-amd64_5.10.262-1_amd64.deb: linux-headers-5.10.0-46-amd64 is not beside it; download that, linux-headers-5.10.0-46-common and linux-kbuild of the same version (apt-get download), or say where they are',
  );
});

test('another package than the kernel', async () => {
  expect(await given('linux-headers-5.10.0-46-amd64_5.10.262-1_amd64.deb')).toBe(
    "linux-headers-5.10.0-46-amd64_5.10.262-1_amd64.deb: not the name of a kernel package (linux-image-RELEASE_VERSION_ARCHITECTURE.deb), so its headers cannot be looked for beside it: give the kernel's package, or its linux-headers and linux-kbuild packages too",
  );
});
