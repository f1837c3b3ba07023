import { callFilesOf } from '../flow/call-files.ts';
import { fileOf } from '../flow/definitions.ts';
import type { Flow } from '../flow/flow.ts';
import type { Wait } from '../model.ts';
import { device, isShort } from './long-waits.ts';
import type { WaitSite, Way } from './sites.ts';

/**
 * Tells waits that are begun again and again, as `repeats` reads them off the text. A device that is asked at short
 * intervals answers or is given up soon, however often that is; what defines system calls waits for none
 * (`drivers/char/random.c`).
 */
export function repeatedWaits(
  flow: Flow,
  repeats: (site: WaitSite, own: Way) => boolean,
): (site: WaitSite, own: Way, wait: Wait) => boolean {
  const files = callFilesOf(flow);
  return (site, own, wait) => {
    const isOfDevice =
      isShort(wait) &&
      device.test(fileOf(flow, site.function)) &&
      !files.has(flow.fileOf[site.function] ?? -1);
    return !isOfDevice && repeats(site, own);
  };
}
