// Who may import whom, and which packages each may use: the table of docs/architecture.md. All that is not listed is
// refused. A new folder of src needs a line here (a test says so).

/** `text` is the part of the kit that makes text safe and readable: pure, and needed wherever people read or type. */
const TEXT = '^src/kit/(redact|escape-|text-|durations)';

/** Folders of src. */
const LAYERS = {
  core: { reach: [], npm: ['zod'] },
  kit: { reach: ['core'], npm: ['zod', 'mmdb-lib'] },
  config: { reach: ['core', 'kit'], npm: ['zod', 'yaml'] },
  store: { reach: ['core'], npm: ['zod', 'better-sqlite3'] },
  collect: { reach: ['core', 'kit'], npm: ['zod', 'node-cron'] },
  detect: { reach: ['core'], npm: ['zod', 'yaml'] },
  exposures: { reach: ['core', 'kit'], npm: ['zod'] },
  alert: { reach: ['core', 'kit'], npm: ['zod'] },
  respond: { reach: ['core', 'kit'], npm: ['zod'] },
  report: { reach: ['core', 'text'], npm: ['zod', 'hono'] },
  observe: { reach: ['core', 'text'], npm: ['zod', 'pino'] },
  // A simulation must not share a bug with what it tests: contracts of the core only, wire formats of its own.
  simulate: { reach: ['core'], npm: [] },
  web: { reach: ['core', 'text', 'report', 'observe', 'app'], npm: ['zod', 'hono'] },
  cli: {
    reach: ['core', 'text', 'report', 'observe', 'app', 'system', 'web', 'index'],
    npm: ['zod', 'commander', 'yaml'],
  },
};

/** Single files of src that are layers of their own. */
const FILES = {
  'ingest-worker': { reach: ['core', 'kit', 'collect', 'detect', 'decoding'], npm: [] },
  system: { reach: ['core'], npm: [] },
  index: { reach: ['core', 'report', 'observe', 'app'], npm: [] },
  app: {
    reach: [
      'core',
      'kit',
      'config',
      'store',
      'collect',
      'detect',
      'alert',
      'respond',
      'report',
      'observe',
      'exposures',
      'registry',
      'ingest-worker',
    ],
    npm: ['zod'],
  },
};

module.exports = { LAYERS, FILES, TEXT };
