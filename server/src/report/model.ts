import type { FeasibilityReport } from '../feasibility/model.ts';

/** A report with the name of what was judged. */
export interface JudgedDocument {
  /** As the user named it; `undefined` for functions named by hand. */
  readonly path: string | undefined;
  readonly report: FeasibilityReport;
}

/** The version of the JSON report's schema: raised when a field changes its meaning or goes away. */
export const REPORT_SCHEMA_VERSION = 1;
