/**
 * The layer rules: each room and the rooms that it may import. ARCHITECTURE.md draws the same table.
 * A room that is not named here may import nothing.
 */
const rooms = {
  ports: [],
  patch: ['ports'],
  source: ['ports', 'patch'],
  kernel: ['ports', 'source'],
  machine: ['ports'],
  stacks: ['ports', 'source', 'kernel'],
  transition: ['ports', 'machine'],
  feasibility: ['ports', 'patch', 'source', 'kernel', 'machine', 'stacks', 'transition'],
  view: ['transition', 'machine'],
  report: ['ports', 'patch', 'source', 'stacks', 'machine', 'transition', 'feasibility', 'view'],
  protocol: ['ports', 'feasibility', 'view'],
  lsp: [
    'ports',
    'patch',
    'source',
    'kernel',
    'stacks',
    'machine',
    'transition',
    'feasibility',
    'view',
    'protocol',
  ],
  cli: [
    'ports',
    'patch',
    'source',
    'kernel',
    'stacks',
    'machine',
    'transition',
    'feasibility',
    'report',
    'protocol',
  ],
  lab: ['ports', 'machine'],
};

const layerRules = Object.entries(rooms).map(([room, allowed]) => ({
  name: `layer-${room}`,
  comment: `${room}/ may import ${allowed.join(', ') || 'no other room'}`,
  severity: 'error',
  from: { path: `^server/src/${room}/`, pathNot: '\\.test\\.ts$' },
  to: { path: '^server/src/', pathNot: `^server/src/(${[room, ...allowed].join('|')})/` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...layerRules,
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'analysis-runs-in-a-browser',
      comment: 'Only main/, lab/ and cli/ know Node.js; the rest also runs in a browser worker.',
      severity: 'error',
      from: {
        path: '^server/src/(ports|patch|source|kernel|machine|stacks|transition|feasibility|report|view|protocol|lsp)/',
        pathNot: '\\.test\\.ts$',
      },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'browser-roots-know-no-node',
      comment: 'What is bundled for a worker may not lead to Node.js, by whatever way.',
      severity: 'error',
      from: { path: '^(server/src/main/browser/|client/src/main/browser\\.ts)' },
      to: { path: '(^server/src/main/node/|^client/src/main/node\\.ts)', reachable: true },
    },
    {
      name: 'client-sees-the-protocol-only',
      severity: 'error',
      from: { path: '^client/src/' },
      to: { path: '^server/src/', pathNot: '^server/src/(protocol|view)/' },
    },
    {
      name: 'only-lsp-speaks-lsp',
      severity: 'error',
      from: { path: '^server/src/', pathNot: '^server/src/(lsp|main|protocol)/' },
      to: { path: 'node_modules/vscode-' },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^vscode$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.mjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
