/** Why a directory cannot be read as a kernel tree. */
export class NotAKernelTree extends Error {}

/**
 * The release that a kernel's top Makefile gives (`VERSION`, `PATCHLEVEL`, `SUBLEVEL`,
 * `EXTRAVERSION`); `undefined` where the text is not such a Makefile.
 */
export function releaseOf(makefile: string): string | undefined {
  const part = (name: string): string =>
    new RegExp(`^${name}[ \\t]*=[ \\t]*(\\S*)`, 'm').exec(makefile)?.[1] ?? '';
  const version = part('VERSION');
  const level = part('PATCHLEVEL');
  if (!/^\d+$/.test(version) || !/^\d+$/.test(level)) return undefined;
  return `${version}.${level}.${part('SUBLEVEL') || '0'}${part('EXTRAVERSION')}`;
}
