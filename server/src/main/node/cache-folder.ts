import { homedir } from 'node:os';
import { join } from 'node:path';

const application = 'livepatch-feasibility';

/** Where this platform wants files that can be made anew (XDG Base Directory on Linux). */
export function cacheFolder(): string {
  const { LOCALAPPDATA, XDG_CACHE_HOME } = process.env;
  if (process.platform === 'win32') {
    return join(LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), application, 'Cache');
  }
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', application);
  const base = XDG_CACHE_HOME?.startsWith('/') === true ? XDG_CACHE_HOME : undefined;
  return join(base ?? join(homedir(), '.cache'), application);
}
