import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ROOT } from '../../support/source-files.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'keywatch-bin-'));
  cpSync(join(ROOT, 'bin'), join(root, 'bin'), { recursive: true });
  writeFileSync(join(root, 'package.json'), '{"type":"module"}');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function main(place: string): void {
  mkdirSync(join(root, place, '..'), { recursive: true });
  writeFileSync(join(root, place), `console.log('${place}', process.argv[2]);`);
}

function keywatch(...before: string[]): { code: number | null; out: string; err: string } {
  const args = [...before, join(root, 'bin/keywatch.js'), 'scan'];
  const ran = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return { code: ran.status, out: ran.stdout, err: ran.stderr };
}

describe('bin/keywatch.js', () => {
  it('runs the sources of a checkout, also beside an old build', () => {
    main('src/cli/main.ts');
    main('dist/src/cli/main.js');
    expect(keywatch()).toEqual({ code: 0, out: 'src/cli/main.ts scan\n', err: '' });
  });

  it('runs the build of an installed package, which has no sources', () => {
    main('dist/src/cli/main.js');
    expect(keywatch()).toEqual({ code: 0, out: 'dist/src/cli/main.js scan\n', err: '' });
  });

  it('says one line and ends with 2 on an older Node', () => {
    main('src/cli/main.ts');
    const older = 'data:text/javascript,Object.defineProperty(process.versions,"node",{value:"20.19.0"})';
    const ran = keywatch('--import', older);
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toMatch(/^keywatch needs Node 24 or newer; this is Node 20\.19\.0\. [^\n]+\n$/);
  });
});
