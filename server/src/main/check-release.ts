import { InputError } from '../cli/environment.ts';

/** What `uname -r` prints begins like this. */
const RELEASE = /^v?\d+\.\d+/;

/** The release as it was given; throws an `InputError` for the user where it is none. */
export function checkRelease(release: string): string {
  if (RELEASE.test(release)) return release;
  throw new InputError(
    `"${release}" is no kernel release: expected a version such as 6.1 or 5.10.0-30-amd64`,
  );
}
