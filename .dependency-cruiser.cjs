// The directions of the design: routes and cli → use cases → log, warehouse, store, connectors, scanners, reports → core.
// tests/contract/arch.test.ts breaks every rule once on purpose to see it fire.

const tests = '\\.test\\.ts$';
/** Runs only on the server although it lies beside pages. */
const serverFiles = ['\\.server\\.ts$', '/\\+server\\.ts$', tests];
/** What the browser may get: SvelteKit guards src/lib/server, but not the folders outside src/lib. */
const browserCode = '^src/(lib/(?!server/)|routes/|hooks(\\.client)?\\.ts)';
const engines = '^src/lib/server/(log|warehouse|store|artifacts|connectors)/';

const packages = (...names) => `^node_modules/(${names.join('|')})(/|$)`;

/** Only one place may import a package, so that it can be replaced there. */
const onlyIn = (name, place, ...names) => ({
  name,
  severity: 'error',
  from: { pathNot: place },
  to: { path: packages(...names) },
});

const directions = [
  {
    name: 'core-imports-only-itself',
    comment: 'The domain knows no I/O, no clock and no framework; hashing is arithmetic.',
    severity: 'error',
    from: { path: '^src/core/', pathNot: tests },
    to: { pathNot: ['^src/core/', '^(node:)?crypto$'] },
  },
  {
    name: 'scanners-stay-apart',
    comment: 'A collector runs on another machine without the server: it imports core, node and parsers.',
    severity: 'error',
    from: { path: '^scanners/', pathNot: tests },
    to: {
      path: [
        '^src/(?!core/)',
        '^reports/',
        packages('@sveltejs', 'svelte', '@duckdb', 'drizzle-orm', 'better-sqlite3', 'lucia', '@lucia-auth'),
      ],
    },
  },
  {
    name: 'reports-never-query',
    comment: 'Data in, bytes out.',
    severity: 'error',
    from: { path: '^reports/', pathNot: tests },
    to: {
      path: [
        '^src/(?!core/|lib/charts/|lib/format/)',
        '^scanners/',
        packages('@sveltejs', 'svelte', '@duckdb', 'drizzle-orm', 'better-sqlite3', 'lucia', '@lucia-auth'),
      ],
    },
  },
  {
    name: 'browser-code-stays-in-the-browser',
    comment:
      'Types are erased, so the generated row types may be named; since every file on the way is checked, nothing further is reached either.',
    severity: 'error',
    from: { path: browserCode, pathNot: serverFiles },
    to: { path: '^(scanners|reports|src/cli|src/lib/server)/', dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'browser-has-no-node',
    severity: 'error',
    from: { path: browserCode, pathNot: serverFiles },
    to: { dependencyTypes: ['core'], dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'through-use-cases',
    comment:
      'Routes and commands parse input, call one use case and shape output; src/lib/server/app.ts opens the engines.',
    severity: 'error',
    from: { path: '^src/(routes|cli|hooks)', pathNot: tests },
    to: { path: engines, dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'engines-know-no-use-case',
    severity: 'error',
    from: { path: engines, pathNot: tests },
    to: { path: '^src/lib/server/', pathNot: engines, dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'nothing-imports-the-outside',
    comment: 'Routes and commands are the outermost layer.',
    severity: 'error',
    from: { path: '^(src/lib|scanners|reports)/' },
    to: { path: '^src/(routes|cli|hooks)' },
  },
];

const places = [
  onlyIn('duckdb-only-in-warehouse', '^src/lib/server/warehouse/', '@duckdb'),
  // Lucia's adapter takes drizzle tables.
  onlyIn(
    'drizzle-only-in-store',
    '^src/lib/server/(store/|auth/[^/]*lucia)',
    'drizzle-orm',
    'better-sqlite3',
  ),
  onlyIn('lucia-only-in-auth', '^src/lib/server/auth/', 'lucia', '@lucia-auth'),
  onlyIn('node-nmap-only-in-its-scanner', '^scanners/nmap/', 'node-nmap'),
];

const order = [
  {
    name: 'no-cycle',
    comment: 'Imports of types are erased: a use case may name the type of the composition root.',
    severity: 'error',
    from: {},
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
  {
    name: 'no-catch-all-name',
    comment: 'A file is named after its concept.',
    severity: 'error',
    from: {},
    to: { path: '/(utils?|helpers?|common)[./]', pathNot: '^node_modules/' },
  },
  {
    name: 'product-imports-no-test',
    severity: 'error',
    from: { pathNot: [tests, '^tests/'] },
    to: { path: ['^tests/', '^scripts/', tests] },
  },
  {
    name: 'imports-resolve',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true, pathNot: ['^\\$(app|env|service-worker)', '\\$types(\\.d\\.ts|\\.js)?$'] },
  },
];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [...directions, ...places, ...order],
  options: {
    doNotFollow: { path: '^node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.mjs', '.svelte', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['svelte', 'import', 'node', 'default', 'types'],
    },
  },
};
