import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { run } from '../scripts/support/run.ts';
import { ROOT, sourceFiles } from './support/source-files.ts';

const CONFIG = join(ROOT, '.dependency-cruiser.cjs');
const REPORT = z.object({
  summary: z.object({
    totalCruised: z.number(),
    violations: z.array(z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});

interface Cruise {
  readonly modules: number;
  /** `rule: from -> to` */
  readonly violations: readonly string[];
}

async function cruise(folder: string): Promise<Cruise> {
  const targets = ['src', 'connectors'].filter((name) => existsSync(join(folder, name)));
  const result = await run(['depcruise', '--config', CONFIG, '--output-type', 'json', ...targets], { cwd: folder });
  const { summary } = REPORT.parse(JSON.parse(result.output));
  return {
    modules: summary.totalCruised,
    violations: summary.violations.map((one) => `${one.rule.name}: ${one.from} -> ${one.to}`),
  };
}

const REFUSED = [
  ['src/core/a.ts', 'src/kit/b.ts', 'core-reaches'],
  ['src/kit/a.ts', 'src/store/b.ts', 'kit-reaches'],
  ['src/kit/a.ts', 'test/support/b.ts', 'no-product-code-imports-tests'],
  ['src/config/a.ts', 'src/store/b.ts', 'config-reaches'],
  ['src/store/sqlite/a.ts', 'src/detect/b.ts', 'store-reaches'],
  ['src/collect/a.ts', 'src/store/b.ts', 'collect-reaches'],
  ['src/detect/a.ts', 'src/store/sqlite/c.ts', 'detect-reaches'],
  ['src/exposures/a.ts', 'src/store/b.ts', 'exposures-reaches'],
  ['src/alert/a.ts', 'connectors/x/index.ts', 'alert-reaches'],
  ['src/alert/route.ts', 'src/kit/b.ts', 'only-sinks-of-alert-use-the-kit'],
  ['src/respond/a.ts', 'connectors/x/actions.ts', 'only-the-registry-knows-connectors'],
  ['src/report/a.ts', 'src/kit/b.ts', 'report-reaches'],
  ['src/observe/a.ts', 'src/kit/b.ts', 'observe-reaches'],
  ['src/simulate/a.ts', 'connectors/x/index.ts', 'simulate-reaches'],
  ['src/web/a.ts', 'src/store/b.ts', 'web-reaches'],
  ['src/cli/a.ts', 'src/store/b.ts', 'cli-reaches'],
  ['src/cli/run.ts', 'src/simulate/b.ts', 'cli-reaches'],
  ['src/cli/demo.ts', 'src/store/b.ts', 'demo-reaches'],
  ['src/app.ts', 'src/cli/b.ts', 'app-reaches'],
  ['src/index.ts', 'src/store/b.ts', 'index-reaches'],
  ['src/system.ts', 'src/kit/b.ts', 'system-reaches'],
  ['src/ingest-worker.ts', 'src/store/b.ts', 'ingest-worker-reaches'],
  ['connectors/x/a.ts', 'connectors/y/b.ts', 'connector-reaches'],
  ['connectors/x/a.ts', 'src/store/b.ts', 'connector-reaches'],
  ['connectors/registry.ts', 'src/store/b.ts', 'registry-reaches'],
  ['connectors/decoding.ts', 'connectors/x/index.ts', 'decoding-reaches'],
  ['src/ingest-worker.ts', 'connectors/registry.ts', 'ingest-worker-reaches'],
  ['src/respond/circle.ts', 'src/respond/circle.ts', 'no-cycles'],
] as const;

const ALLOWED = [
  ['src/kit/fine.ts', 'src/core/b.ts'],
  ['src/alert/sinks/fine.ts', 'src/kit/b.ts'],
  ['src/alert/fine.ts', 'src/kit/redact.ts'],
  ['src/report/fine.ts', 'src/kit/escape-terminal.ts'],
  ['src/observe/fine.ts', 'src/kit/redact.ts'],
  ['src/cli/demo-fine.ts', 'src/simulate/b.ts'],
  ['src/app/fine.ts', 'connectors/registry.ts'],
  ['connectors/x/fine.ts', 'src/kit/b.ts'],
] as const;

/** One file, the package that it imports, and the rule against it. */
const REFUSED_PACKAGES = [
  ['src/kit/octokit.ts', '@octokit/rest', 'only-connectors-github-knows-@octokit'],
  ['connectors/x/octokit.ts', '@octokit/rest', 'only-connectors-github-knows-@octokit'],
  ['connectors/stripe/aws.ts', '@aws-sdk/client-s3', 'only-connectors-aws-knows-@aws-sdk'],
  ['connectors/x/stripe.ts', 'stripe', 'only-connectors-stripe-knows-stripe'],
  ['src/store/postgres/sqlite.ts', 'better-sqlite3', 'only-src-store-sqlite-knows-better-sqlite3'],
  ['src/collect/poller.ts', 'node-cron', 'only-src-collect-scheduler-knows-node-cron'],
] as const;

const ALLOWED_PACKAGES = [
  ['connectors/github/client.ts', '@octokit/rest', 'only-connectors-github-knows-@octokit'],
  ['connectors/aws/client.ts', '@aws-sdk/client-s3', 'only-connectors-aws-knows-@aws-sdk'],
  ['connectors/stripe/client.ts', 'stripe', 'only-connectors-stripe-knows-stripe'],
] as const;

/** Packages beside the planted tree, so that their imports resolve. */
function plantPackages(folder: string, imports: readonly (readonly [string, string, ...unknown[]])[]): void {
  for (const [from, name] of imports) {
    const home = join(folder, 'node_modules', name);
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, 'package.json'), JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
    writeFileSync(join(home, 'index.js'), '');
    mkdirSync(dirname(join(folder, from)), { recursive: true });
    writeFileSync(join(folder, from), `import '${name}';\n`);
  }
}

/** A tree with these imports and no others, outside the checkout so that other checks never see it. */
function plant(folder: string, imports: readonly (readonly [string, string, ...unknown[]])[]): void {
  const files = new Map<string, string>();
  for (const [from, to] of imports) {
    const up = '../'.repeat(from.split('/').length - 1);
    files.set(from, `${files.get(from) ?? ''}import '${up}${to}';\n`);
    if (!files.has(to)) files.set(to, '');
  }
  for (const [file, text] of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), `${text}export const thing = 1;\n`);
  }
}

describe('layers', () => {
  const planted = mkdtempSync(join(tmpdir(), 'keywatch-layers-'));
  let inPlanted: Cruise;
  beforeAll(async () => {
    plant(planted, [...REFUSED, ...ALLOWED]);
    plantPackages(planted, [...REFUSED_PACKAGES, ...ALLOWED_PACKAGES]);
    inPlanted = await cruise(planted);
  });
  afterAll(() => rmSync(planted, { recursive: true, force: true }));

  it('hold in the whole tree, and the tool has really seen it', async () => {
    const whole = await cruise(ROOT);
    expect(whole.violations).toEqual([]);
    expect(whole.modules).toBeGreaterThanOrEqual(sourceFiles('src/**/*.ts', 'connectors/**/*.ts').length);
  });

  it.each(REFUSED)('refuse that %s imports %s', (from, to, rule) => {
    expect(inPlanted.violations).toContain(`${rule}: ${from} -> ${to}`);
  });

  it.each(ALLOWED)('allow that %s imports %s', (from) => {
    expect(inPlanted.violations.filter((line) => line.includes(`: ${from} ->`))).toEqual([]);
  });

  it.each(REFUSED_PACKAGES)('refuse that %s uses %s', (from, _name, rule) => {
    expect(inPlanted.violations.filter((line) => line.startsWith(`${rule}: ${from} -> `))).toHaveLength(1);
  });

  it.each(ALLOWED_PACKAGES)('allow that %s uses %s', (from, _name, rule) => {
    expect(inPlanted.violations.filter((line) => line.startsWith(`${rule}: ${from} -> `))).toEqual([]);
  });

  it('know every folder and file of src', () => {
    const table = z.object({ LAYERS: z.record(z.string(), z.unknown()), FILES: z.record(z.string(), z.unknown()) });
    const { LAYERS, FILES } = table.parse(createRequire(import.meta.url)('../scripts/layers.cjs'));
    const known = [...Object.keys(LAYERS), ...Object.keys(FILES)];
    const present = readdirSync(join(ROOT, 'src')).map((name) => name.replace(/[.]ts$/, ''));
    expect(present.filter((name) => !known.includes(name))).toEqual([]);
  });
});
