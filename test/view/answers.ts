import { explainFunctions } from '../../server/src/feasibility/check.ts';
import type { Environment } from '../../server/src/feasibility/environment.ts';
import type { FeasibilityReport } from '../../server/src/feasibility/model.ts';
import { LineDocument } from '../../server/src/lsp/documents/line-document.ts';
import type { JudgedDocument } from '../../server/src/lsp/documents/report-store.ts';
import { transition } from '../../server/src/lsp/features/transition.ts';
import { fakeAnalysis } from '../../server/src/lsp/testing/fake-analysis.ts';
import type { Machine } from '../../server/src/machine/model.ts';
import { wasmFiles } from '../../server/src/main/node/assets.ts';
import { loadCParser } from '../../server/src/main/node/load-c-parser.ts';
import { openKernel } from '../../server/src/main/node/open-kernel.ts';
import type {
  NoTransition,
  RunChoice,
  TransitionAnswer,
} from '../../server/src/protocol/transition.ts';
import { judge } from '../../server/src/transition/judge.ts';
import type { Scenario } from '../../server/src/transition/model.ts';
import { profileFor } from '../../server/src/transition/profiles.ts';
import { filmOf } from '../../server/src/view/film/film.ts';

function judgedWith(report: FeasibilityReport): JudgedDocument {
  const uri = 'file:///named.patch';
  const document = LineDocument.of({ uri, languageId: 'diff', version: 1, text: '' });
  return { document, report, analysis: fakeAnalysis, isComplete: true, milliseconds: 0 };
}

/** The kernel that the bundled facts are of, for the release asked for. */
export async function kernel(release: string): Promise<Environment> {
  return openKernel({ tree: undefined, release }, await loadCParser(wasmFiles()));
}

/** What the server answers for functions named by hand, judged with the bundled facts. */
export function answerOf(
  environment: Environment,
  names: readonly string[],
  choice: RunChoice & { readonly function: string },
): Promise<TransitionAnswer | NoTransition> {
  const judged = judgedWith(explainFunctions(names, environment));
  return transition(judged, { uri: judged.document.uri, ...choice });
}

/** An answer about a machine of the test's own, on a kernel of its own. */
export function answerAbout(
  title: string,
  release: string,
  machine: Machine,
  functions: readonly string[],
): TransitionAnswer {
  const profile = profileFor(release);
  const scenario: Scenario = { title, profile, machine, functions, direction: 'load' };
  const verdict = judge(scenario);
  const { trace, outcome } = verdict;
  return {
    kind: 'film',
    function: functions[0] ?? '',
    functions: [...functions],
    scenarios: [{ id: 'own', title, outcome }],
    kernels: [{ id: profile.id, title: profile.title, outcome }],
    strategies: [{ id: '', title: 'Do nothing', outcome }],
    runs: [{ id: 'first', title: 'This run', outcome: '' }],
    choice: { scenario: 'own', kernel: profile.id, strategy: '', run: 'first' },
    film: filmOf({ scenario, trace, verdict, strategy: undefined }),
    explanation: '',
  };
}
