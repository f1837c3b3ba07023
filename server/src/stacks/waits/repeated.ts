import { callFilesOf } from '../flow/call-files.ts';
import { fileOf } from '../flow/definitions.ts';
import type { Flow } from '../flow/flow.ts';
import { device } from './long-waits.ts';
import type { WaitSite, Way } from './sites.ts';

/**
 * Tells waits that are begun again and again, as `repeats` reads them off the text. A device answers or is given up
 * soon, however often it is asked; what defines system calls waits for none (`drivers/char/random.c`).
 */
export function repeatedWaits(
  flow: Flow,
  repeats: (site: WaitSite, own: Way) => boolean,
): (site: WaitSite, own: Way) => boolean {
  const files = callFilesOf(flow);
  return (site, own) => {
    const isOfDevice =
      device.test(fileOf(flow, site.function)) && !files.has(flow.fileOf[site.function] ?? -1);
    return !isOfDevice && repeats(site, own);
  };
}
