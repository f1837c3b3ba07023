import { explainFunctions } from '../feasibility/check.ts';
import type { Environment } from '../feasibility/environment.ts';
import type { FeasibilityReport, FunctionReport } from '../feasibility/model.ts';
import { askedMachine } from '../feasibility/scenarios/asked-machine.ts';
import type { ConfirmCase } from './confirm-model.ts';

/** The workloads in which a function can be on somebody's stack; an idle machine and a hog always. */
function workloadsOf(report: FunctionReport): readonly string[] {
  const kinds = new Set(report.answer?.residency.map((one) => one.kind));
  return [
    'idle',
    'hog1',
    ...(kinds.has('syscall-wait') ? ['sleepers'] : []),
    ...(kinds.has('user-exit') ? ['stopped'] : []),
  ];
}

/** CPUs of the virtual machine (`confirm-on-kernel.ts`). */
const CPUS = 2;

/** The same questions put to the simulator: the virtual machine with each workload, no strategies. */
export function simulatedCases(
  cases: readonly ConfirmCase[],
  environment: Environment,
): FeasibilityReport {
  const names = new Set(cases.map((one) => one.function));
  const workloads = new Set(cases.map((one) => one.workload));
  return explainFunctions([...names], environment, {
    scenarios: [...workloads].map((workload) => askedMachine(workload, CPUS)),
    direction: 'load',
    strategies: [],
  });
}

/** The functions that the livepatch would have to change, each under its workloads. */
export function confirmCases(report: FeasibilityReport): readonly ConfirmCase[] {
  const byName = new Map<string, Set<string>>();
  for (const one of report.functions) {
    if (one.subject.kind === 'patch' && one.subject.change.change !== 'modified') continue;
    for (const name of one.answer?.effectiveSet ?? [one.name]) {
      const workloads = byName.get(name) ?? new Set();
      for (const workload of workloadsOf(one)) workloads.add(workload);
      byName.set(name, workloads);
    }
  }
  return [...byName].flatMap(([name, workloads]) =>
    [...workloads].map((workload) => ({ function: name, workload })),
  );
}
