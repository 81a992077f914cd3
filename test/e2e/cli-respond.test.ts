import { describe, expect, it } from 'vitest';
import { useScannedFolder } from '../support/scanned.ts';
import { theftRecords } from '../support/trail-records.ts';

interface PlanJson {
  readonly plan: { readonly hash: string; readonly steps: readonly unknown[] };
}

describe('keywatch respond, with what a scan has found and no configuration', () => {
  const { run, folder } = useScannedFolder(() => theftRecords());

  async function incident(): Promise<string> {
    const { out } = await run(['incidents', '--format', 'json']);
    return (JSON.parse(out) as { incidents: { id: string }[] }).incidents[0]?.id ?? '';
  }

  async function planned(): Promise<string> {
    const { out } = await run(['respond', 'plan', await incident(), '--format', 'json']);
    const { plan } = JSON.parse(out) as PlanJson;
    expect(plan.steps.length).toBeGreaterThan(0);
    return plan.hash;
  }

  it('plans, and says in time that nobody could carry it out', async () => {
    const { code, out, err } = await run(['respond', 'plan', await incident()]);
    expect(code).toBe(0);
    expect(out).toMatch(/^Plan contain-credential for inc-\w+: \d+ steps?/);
    expect(out).toMatch(/approve keywatch respond apply [0-9a-f]{12}$/m);
    expect(err).toMatch(/Nobody could carry it out yet: there is no aws under connectors: in .*keywatch\.yaml\./);
  });

  it('proposes a next command that finds the same database again', async () => {
    const { out } = await run(['respond', 'plan', await incident(), '--database', `${folder}/keywatch.db`]);
    expect(out).toMatch(/keywatch respond apply [0-9a-f]{12} --database .*keywatch\.db/);
  });

  it('refuses to begin what it cannot do, and leaves no run behind', async () => {
    const { code, out, err } = await run(['respond', 'apply', await planned(), '--by', 'ana']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(
      /^keywatch: The plan acts on aws, and .*keywatch\.yaml has no such connector\n {2}Give the conf/,
    );
    expect((await run(['respond', 'status'])).out).toBe('No runs yet.\n');
  });

  it.each(['ndjson', 'csv'])('refuses %s for a plan, which is no list', async (format) => {
    const { code, out, err } = await run(['respond', 'plan', await incident(), '--format', format]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('Choose one of table, json.');
  });

  it('lists runs in every format, also when there are none', async () => {
    expect(JSON.parse((await run(['respond', 'status', '--format', 'json'])).out)).toEqual({
      schemaVersion: 1,
      runs: [],
    });
    expect((await run(['respond', 'status', '--format', 'csv'])).out).toMatch(/^id,state,/);
  });

  it.each([
    [['plan', 'inc-nope'], 'There is no incident inc-nope'],
    [['plan', 'inc', '--playbook', 'nope'], 'There is no playbook nope'],
    [['status', 'run-nope'], 'There is no run run-nope'],
    [['resume', 'run-nope'], 'There is no run run-nope'],
    [['undo', 'run-nope'], 'There is no run run-nope'],
    [['confirm', 'run-nope', 'step'], 'There is no run run-nope'],
  ])('%j ends with 2 and says what is missing', async (args, message) => {
    const { code, out, err } = await run(['respond', ...args]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^keywatch: .*\n {2}\S/);
    expect(err).toContain(message);
  });
});
