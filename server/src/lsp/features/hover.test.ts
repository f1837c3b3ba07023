import { expect, test } from 'vitest';
import { idlePatch, markedDocument } from '../testing/marked-document.ts';
import { treePlaces } from '../tree-places.ts';
import { hover } from './hover.ts';

async function check(marked: string, tree?: string): Promise<string | null> {
  const { judged, position } = await markedDocument(marked);
  const shown = await hover(judged, position, true, treePlaces(tree));
  if (shown === null || typeof shown.contents !== 'object' || !('value' in shown.contents)) {
    return null;
  }
  return shown.contents.value;
}

test('on the name in the hunk header', async () => {
  expect(await check(idlePatch.replace('do_idle', 'do_‸idle'))).toMatchInlineSnapshot(`
    "**\`do_idle()\`** — kernel/sched/idle.c:258 · modified by this patch

    | with, on Linux | 6.1 |
    | --- | --- |
    | idle CPUs that nothing wakes | ✓ 2 s |
    | a CPU-bound task on CPU 1 | ✗ **stalls** |

    **What frees it** with a CPU-bound task on CPU 1 (swapper/1 is sleeping on function do_idle)
    - ✓ Stop the CPU hog while the transition runs (SIGSTOP, then SIGCONT) — completes in 2 s. Risk: The hog makes no progress meanwhile.
    - ✗ does not help: Flush with an empty work item on each CPU

    **On whose stack**
    - **idle-outer** — swapper/N: on the idle task’s stack also while another task runs on its CPU  
      do_idle() calls schedule_idle() at kernel/sched/idle.c:326.  
      \`cpu_startup_entry\` → **\`do_idle\`** → \`schedule_idle\`

    Patchable: ftrace can hook it (no notrace in the source)

    *From made-up facts for Linux 6.1.*"
  `);
});

test('on a changed line', async () => {
  expect(await check(idlePatch.replace('"round', '"ro‸und'))).toContain('`do_idle()`');
});

test('the call path leads into the kernel tree', async () => {
  const shown = await check(idlePatch.replace('do_idle', '‸do_idle'), '/src/linux 6');
  expect(shown).toContain('[`schedule_idle`](file:///src/linux%206/kernel/sched/core.c#L6570)');
});

test('on a function that the patch only mentions', async () => {
  const text = idlePatch.replace('bool got_tick', 'bool ‸cmdline_proc_show');
  expect(await check(text)).toContain('**leaf**');
});

test('nothing on a context line and on unknown words', async () => {
  expect(await check(idlePatch.replace('got_tick', 'got‸_tick'))).toBeNull();
});

test('links run commands where the client says that they can', async () => {
  const { judged, position } = await markedDocument(idlePatch.replace('do_idle', 'do_‸idle'));
  const shown = await hover(judged, position, true, treePlaces('/src/linux'), true);
  const links = [...JSON.stringify(shown).matchAll(/\(command:([\w.]+)\?([^)]*)\)/g)].map(
    ([, command, query]) => [command, JSON.parse(decodeURIComponent(query ?? ''))],
  );
  const { uri } = judged.document;
  expect(links).toEqual([
    ['livepatchFeasibility.showTransition', [{ uri, function: 'do_idle' }]],
    [
      'livepatchFeasibility.showPath',
      [
        {
          title: 'do_idle() on the stack of swapper/N',
          uri,
          position,
          steps: [
            {
              function: 'cpu_startup_entry',
              uri: 'file:///src/linux/kernel/sched/idle.c',
              line: 399,
            },
            { function: 'do_idle', uri: 'file:///src/linux/kernel/sched/idle.c', line: 325 },
            { function: 'schedule_idle', uri: 'file:///src/linux/kernel/sched/core.c', line: 6569 },
          ],
        },
      ],
    ],
  ]);
});
