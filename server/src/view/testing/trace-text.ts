import type { TraceEvent } from '../../transition/model.ts';

const whats: ReadonlySet<string> = new Set<TraceEvent['what']>([
  'start',
  'try',
  'refused',
  'switched',
  'signal',
  'kick',
  'run',
  'sleep',
  'wake',
  'strategy',
  'complete',
  'open',
]);

function isWhat(text: string | undefined): text is TraceEvent['what'] {
  return text !== undefined && whats.has(text);
}

function eventOf(line: string): TraceEvent {
  const [seconds, cpu, task, what, text, by] = line.split('|').map((part) => part.trim());
  if (!isWhat(what)) throw new Error(`no event: ${line}`);
  return {
    seconds: Number(seconds),
    cpu: cpu === '' ? undefined : Number(cpu),
    task: task === '' ? undefined : task,
    what,
    text: text ?? '',
    by: by === '' ? undefined : by,
  };
}

/** Reads a trace: an event a line, `seconds | cpu | task | what | text | by`. */
export function readTrace(text: string): readonly TraceEvent[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map(eventOf);
}
