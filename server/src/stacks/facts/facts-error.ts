/** Why bytes are no facts that this version can read. */
export class FactsError extends Error {}
