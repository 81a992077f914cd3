// The table of who may import whom (scripts/layers.cjs) as rules; test/layers.test.ts shows that each of them bites.
// The parser must be swc: with TypeScript 7 the default one sees no module and still reports success.
const { LAYERS, FILES, TEXT } = require('./scripts/layers.cjs');

/** The commands that start simulated providers. */
const DEMO = '^src/cli/(commands/)?(demo|drill)';

/** The composition root may be one file or, once it grows, a folder beside it. */
const place = (layer) => {
  if (layer === 'registry' || layer === 'decoding') return `^connectors/${layer}[.]ts$`;
  if (layer === 'text') return TEXT;
  if (layer === 'app') return '^src/app([.]ts$|/)';
  return layer in FILES ? `^src/${layer}[.]ts$` : `^src/${layer}/`;
};
const packages = (names) => names.map((name) => `^node_modules/(@types/)?${name}/`);

/** Two rules a layer: what it may reach within the project, and which packages it may use. */
const layerRules = Object.entries({ ...LAYERS, ...FILES }).flatMap(([layer, { reach, npm }]) => [
  {
    name: `${layer}-reaches`,
    comment: `${layer} may import: itself${reach.map((one) => `, ${one}`).join('')}.`,
    severity: 'error',
    from: { path: place(layer), ...exception(layer) },
    to: { path: '^(src|connectors|test|scripts|bench)/', pathNot: [place(layer), ...reach.map(place)] },
  },
  {
    name: `${layer}-packages`,
    comment: `${layer} may use the packages: ${npm.join(', ') || 'none'}.`,
    severity: 'error',
    from: { path: place(layer) },
    to: { path: '^node_modules/', pathNot: packages(npm) },
  },
]);

/** The demo and the fire drill of the command line start the simulated providers. */
function exception(layer) {
  return layer === 'cli' ? { pathNot: DEMO } : {};
}

/** A package that one place alone may know. */
const only = (name, where) => ({
  name: `only-${where.replace(/\W+/g, '-').replace(/^-|-$/g, '')}-knows-${name}`,
  severity: 'error',
  from: { path: '^(src|connectors)/', pathNot: where },
  to: { path: packages([name]) },
});

module.exports = {
  forbidden: [
    ...layerRules,
    {
      name: 'demo-reaches',
      comment: 'The demo may import what the command line may, and the simulated providers.',
      severity: 'error',
      from: { path: DEMO },
      to: {
        path: '^(src|connectors|test|scripts|bench)/',
        pathNot: ['cli', 'simulate', ...LAYERS.cli.reach].map(place),
      },
    },
    {
      name: 'core-is-pure',
      comment: 'Nothing but zod: no Node module either, save hashing and the inspect symbol.',
      severity: 'error',
      from: { path: '^src/core/' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|util)$' },
    },
    {
      name: 'connector-reaches',
      comment: 'A connector may import itself, the core and the kit.',
      severity: 'error',
      from: { path: '^connectors/([^/]+)/' },
      to: { path: '^(src|connectors|test|scripts|bench)/', pathNot: ['^connectors/$1/', '^src/core/', '^src/kit/'] },
    },
    {
      name: 'registry-reaches',
      comment: 'The registry imports the index of each connector and types of the core.',
      severity: 'error',
      from: { path: place('registry') },
      to: { path: '.', pathNot: ['^connectors/[^/]+/index[.]ts$', '^src/core/'] },
    },
    {
      name: 'decoding-reaches',
      comment: 'What threads load of connectors: formats and keys.',
      severity: 'error',
      from: { path: place('decoding') },
      to: { path: '.', pathNot: ['^connectors/[^/]+/(formats|keys)[.]ts$', '^src/core/'] },
    },
    {
      name: 'only-the-registry-knows-connectors',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^connectors/', pathNot: ['registry', 'decoding'].map(place) },
    },
    {
      name: 'no-product-code-imports-tests',
      severity: 'error',
      from: { path: '^(src|connectors|bench|scripts)/' },
      to: { path: '^test/' },
    },
    {
      name: 'only-sinks-of-alert-use-the-kit',
      severity: 'error',
      from: { path: '^src/alert/', pathNot: '^src/alert/sinks/' },
      to: { path: '^src/kit/', pathNot: TEXT },
    },
    only('better-sqlite3', '^src/store/sqlite/'),
    only('node-cron', '^src/collect/scheduler'),
    only('@aws-sdk', '^connectors/aws/'),
    only('@octokit', '^connectors/github/'),
    only('libsodium-wrappers', '^connectors/github/'),
    only('stripe', '^connectors/stripe/'),
    {
      name: 'no-cycles',
      comment: 'A circle of types alone is fine: nothing of it is left when the program runs.',
      severity: 'error',
      from: { path: '^(src|connectors)/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'resolvable',
      comment: 'Every import must exist.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-undeclared-packages',
      comment: 'A package that is used must stand in package.json, and at run time not among the devDependencies.',
      severity: 'error',
      from: { path: '^(src|connectors)/' },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['type-only'],
        pathNot: '^node_modules/@types/',
      },
    },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|coverage|fixtures)/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
