import { homedir } from 'node:os';
import { join } from 'node:path';

const application = 'livepatch-feasibility';

/** Where this platform wants files that can be made anew (XDG Base Directory on Linux). */
export function cacheFolder(): string {
  const { env } = process;
  if (process.platform === 'win32') {
    return join(env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), application, 'Cache');
  }
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', application);
  const base = env.XDG_CACHE_HOME;
  return join(base?.startsWith('/') === true ? base : join(homedir(), '.cache'), application);
}
