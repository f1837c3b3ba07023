import { checkPatchDocument, checkSource, explainFunctions } from '../feasibility/check.ts';
import type { Environment } from '../feasibility/environment.ts';
import { leaveOut } from '../feasibility/split/leave-out.ts';
import type { Analysis } from './analysis.ts';

/** The analysis in an environment, wherever its kernel came from. */
export function analysisIn(environment: Environment): Analysis {
  const knowledge = environment.knowledgeFor(environment.profile);
  return {
    kernel: environment.profile.title,
    origin: knowledge.origin,
    graph: environment.graph,
    lookup: (name, file) => knowledge.lookup(name, file),
    leaveOut: (document, change, all) => leaveOut(environment.parser, document, change, all),
    patch: (document, course) => checkPatchDocument(document, environment, course),
    source: async (text) => checkSource(text, environment),
    explain: async (names) => explainFunctions(names, environment),
  };
}
