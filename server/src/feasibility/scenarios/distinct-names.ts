import type { Task } from '../../machine/model.ts';

/** The tasks with names that tell them apart: "a kernel thread", "a kernel thread (2)" … */
export function distinctNames(tasks: readonly Task[]): readonly Task[] {
  const seen = new Map<string, number>();
  return tasks.map((task) => {
    const times = (seen.get(task.name) ?? 0) + 1;
    seen.set(task.name, times);
    return times === 1 ? task : { ...task, name: `${task.name} (${times})` };
  });
}
