// Runs its arguments with Node 24 and the locked dependencies, installing both first when they are missing or changed:
//   node scripts/start.js <file> [arguments...]
// Plain JavaScript for any Node from 20, because it is what a fresh clone runs first. It is no `pre*` hook of npm,
// since `ignore-scripts=true` in a user's npm configuration would skip those.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NEEDED = 24;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const binaries = join(modules, '.bin');
const stamp = join(modules, '.keywatch-install');

const read = (file) => readFileSync(join(root, file), 'utf8');

/**
 * What node_modules must have been installed from. Of package.json only what npm ci reads: an edited script is no reason
 * to install again. The platform is in it because binaries are per platform.
 */
function wanted() {
  const { dependencies, devDependencies, optionalDependencies, overrides } = JSON.parse(read('package.json'));
  const asked = JSON.stringify({ dependencies, devDependencies, optionalDependencies, overrides });
  return createHash('sha256')
    .update([process.platform, process.arch, asked, read('package-lock.json')].join('\0'))
    .digest('hex');
}

function installed() {
  try {
    return readFileSync(stamp, 'utf8');
  } catch {
    return '';
  }
}

function fail(...lines) {
  for (const line of lines) process.stderr.write(`${line}\n`);
  process.exit(1);
}

/** Runs npm; whatever it says goes to standard error, since results belong to the program that runs afterwards. */
function npm(...args) {
  // A package.json script has npm_execpath, which is another's under yarn or pnpm; else npm is looked up in PATH.
  const given = process.env.npm_execpath;
  const path = given && /npm-cli\.c?js$/.test(given) ? given : undefined;
  const [command, before] = path ? [process.execPath, [path]] : ['npm', []];
  const result = spawnSync(command, [...before, ...args, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: !path && process.platform === 'win32',
  });
  if (result.status === 0) return;
  const why = result.error ? result.error.message : (result.signal ?? `exit code ${result.status}`);
  fail(
    `Installing the dependencies failed (npm ${args[0]}: ${why}).`,
    'Try: check that npm reaches its registry (npm ping) and that the disk has 1 GB free, then run the same command again.',
  );
}

/** The stamp goes first and comes back last, so that an interrupted install is repaired by the next start. */
function install(hash) {
  process.stderr.write(
    existsSync(modules)
      ? 'Installing dependencies (package.json or the lockfile changed)…\n'
      : 'Installing dependencies (first run only, about half a minute)…\n',
  );
  rmSync(stamp, { force: true });
  // Without install scripts, then those of the one package that needs them: an npm before 11 knows no allowScripts and
  // would compile the database driver, which brings its binaries along, and fail where there is no Python.
  npm('ci', '--include=dev', '--include=optional', '--ignore-scripts');
  npm('rebuild', 'node', '--ignore-scripts=false');
  writeFileSync(stamp, hash);
}

/** The Node that the `node` package brought, else the one that runs this, if it is new enough. */
function chooseNode() {
  const packaged = join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  for (const candidate of [packaged, process.execPath]) {
    const answer = spawnSync(candidate, ['--version'], { encoding: 'utf8' });
    if (Number.parseInt(String(answer.stdout).slice(1), 10) >= NEEDED) return candidate;
  }
  return fail(
    `Keywatch needs Node ${NEEDED} or newer; this is ${process.versions.node}, and the packaged one does not run here.`,
    `Try: install Node ${NEEDED} from https://nodejs.org, then run the same command again.`,
  );
}

const hash = wanted();
if (installed() !== hash) install(hash);
const node = chooseNode();

const pathName = Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
const child = spawn(node, process.argv.slice(2), {
  stdio: 'inherit',
  env: { ...process.env, [pathName]: [binaries, process.env[pathName]].filter(Boolean).join(delimiter) },
});
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
for (const signal of signals) process.on(signal, () => child.kill(signal));
child.on('error', (error) => fail(`Could not start ${node}: ${error.message}`));
child.on('exit', (code, signal) => {
  for (const name of signals) process.removeAllListeners(name);
  if (signal) process.kill(process.pid, signal);
  else process.exit(code ?? 1);
});
