/** The notification by which the server tells the client which kernel its verdicts speak of. */
export const statusNotification = 'livepatch/status';

/** What the client's status item shows. */
export type ServerStatus =
  | {
      readonly state: 'opening';
      /** What answers until the kernel tree is read: "bundled facts for …"; `undefined`: nothing. */
      readonly meanwhile: string | undefined;
    }
  | {
      readonly state: 'ready';
      /** The kernel asked about: "Linux 6.1 (x86-64)". */
      readonly kernel: string;
      /** Where answers come from: "bundled facts for Linux 6.1.192 (Debian configuration)". */
      readonly facts: string;
      readonly source: 'bundled' | 'tree' | 'none';
      /** What had to be left out to get here, for example a kernel directory that is none. */
      readonly problem: string | undefined;
    }
  | { readonly state: 'failed'; readonly problem: string };
