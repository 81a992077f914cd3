import { describe, expect, it } from 'vitest';
import type { IncidentFilter, Store } from '../../../src/core/ports.ts';
import { DAY, HOUR } from '../../../src/core/time.ts';
import { BATCH_EPOCH } from '../../support/batches.ts';
import { makeCommit, makeCredential, makeEvidence, makeFinding, makeIncident } from '../../support/findings.ts';
import type { OpenStore } from '../store.contract.ts';

const LATER = BATCH_EPOCH + DAY;
const sweep = makeFinding({
  id: 'find-2',
  detector: 'secret-sweep',
  severity: 'critical',
  subject: { kind: 'credential', id: 'bolt:KEY0002' },
  reason: 'read 40 secrets in a minute',
  at: LATER,
  evidence: [makeEvidence({ action: 'ReadSecret', address: '198.51.100.44', actor: 'role/admin', target: 'vault/db' })],
});

const ONE = makeIncident({ id: 'inc-aa01', findings: [makeFinding({ id: 'find-1' })] });
const TWO = makeIncident({
  id: 'inc-ab02',
  provider: 'bolt',
  account: 'other',
  subject: { kind: 'credential', id: 'bolt:KEY0002' },
  title: 'Secrets were read',
  severity: 'critical',
  historical: true,
  credentials: ['bolt:KEY0002', 'bolt:SESSION1'],
  findings: [sweep],
  firstEvent: LATER,
  lastEvent: LATER + HOUR,
});

async function filled(open: OpenStore): Promise<Store> {
  const store = await open();
  await store.detection.commit(makeCommit({ incidents: [ONE, TWO] }));
  await store.incidents.update('inc-ab02', { status: 'closed', owner: 'maya', at: LATER });
  return store;
}

export function incidentsContract(open: OpenStore): void {
  describe('incidents', () => {
    it.each<readonly [string, IncidentFilter, readonly string[]]>([
      ['all, newest evidence first', {}, ['inc-ab02', 'inc-aa01']],
      ['of a status', { status: 'closed' }, ['inc-ab02']],
      ['that are open', { open: true }, ['inc-aa01']],
      ['that are closed', { open: false }, ['inc-ab02']],
      ['that are historical', { historical: true }, ['inc-ab02']],
      ['that are live', { historical: false }, ['inc-aa01']],
      ['of a severity', { severity: 'critical' }, ['inc-ab02']],
      ['of a severity and worse', { severity: 'high' }, ['inc-ab02', 'inc-aa01']],
      ['of a credential', { credential: 'bolt:SESSION1' }, ['inc-ab02']],
      ['of a provider', { provider: 'acme' }, ['inc-aa01']],
      ['of an account', { account: 'other' }, ['inc-ab02']],
      ['with an actor', { actor: 'role/admin' }, ['inc-ab02']],
      ['with an action', { action: 'readsecret' }, ['inc-ab02']],
      ['with an address', { address: '203.0.113.9' }, ['inc-aa01']],
      ['with an address of a block', { address: '198.51.100.0/24' }, ['inc-ab02']],
      ['with a text in the title', { text: 'new NETWORK' }, ['inc-aa01']],
      ['with a text in a reason', { text: '40 secrets' }, ['inc-ab02']],
      ['with a text in a target', { text: 'vault/' }, ['inc-ab02']],
      ['with a text nowhere', { text: 'zzz' }, []],
      ['that last into a span', { from: BATCH_EPOCH + HOUR }, ['inc-ab02']],
      ['that begin before a time', { to: LATER }, ['inc-aa01']],
      ['that fit everything', { provider: 'bolt', open: false, text: 'vault' }, ['inc-ab02']],
      ['that fit contradictions', { provider: 'bolt', open: true }, []],
    ])('lists those %s', async (_name, filter, expected) => {
      const store = await filled(open);

      expect((await store.incidents.list(filter)).map(({ id }) => id)).toEqual(expected);
    });

    it('finds one by its id or the beginning of it', async () => {
      const store = await filled(open);

      expect(await store.incidents.get('inc-aa01')).toEqual(ONE);
      expect((await store.incidents.get('inc-ab'))?.id).toBe('inc-ab02');
      expect(await store.incidents.get('inc-zz')).toBeNull();
      expect(await store.incidents.get('')).toBeNull();
      expect(await store.incidents.get('%')).toBeNull();
    });

    it('says so when the beginning of an id fits several', async () => {
      const store = await filled(open);

      await expect(store.incidents.get('inc-a')).rejects.toMatchObject({ code: 'INCIDENT_AMBIGUOUS' });
    });

    it('writes what people say', async () => {
      const store = await filled(open);
      const note = { at: LATER, author: 'maya', text: 'rotated by hand' };

      const changed = await store.incidents.update('inc-aa', {
        status: 'acknowledged',
        verdict: 'true positive',
        note,
        at: LATER,
      });
      await store.incidents.update('inc-aa01', { owner: 'li', at: LATER + 1 });

      expect(changed).toEqual({
        ...ONE,
        status: 'acknowledged',
        verdict: 'true positive',
        notes: [note],
        updatedAt: LATER,
      });
      expect(await store.incidents.get('inc-aa01')).toEqual({ ...changed, owner: 'li', updatedAt: LATER + 1 });
    });

    it('refuses to change what is not there', async () => {
      const store = await filled(open);

      await expect(store.incidents.update('inc-zz', { owner: 'li', at: LATER })).rejects.toMatchObject({
        code: 'INCIDENT_UNKNOWN',
      });
    });

    it('never overwrites what people said', async () => {
      const store = await filled(open);
      const note = { at: LATER, author: 'maya', text: 'test account' };
      await store.incidents.update('inc-aa01', {
        status: 'acknowledged',
        owner: 'maya',
        verdict: 'benign',
        note,
        at: LATER,
      });

      const more = makeIncident({ ...ONE, score: 150, severity: 'critical', findings: [...ONE.findings, sweep] });
      await store.detection.commit(makeCommit({ incidents: [more] }));

      expect(await store.incidents.get('inc-aa01')).toEqual({
        ...more,
        status: 'acknowledged',
        owner: 'maya',
        verdict: 'benign',
        notes: [note],
        updatedAt: LATER,
      });
    });

    it('follows merges, however long the chain, and brings along what people said', async () => {
      const store = await filled(open);
      const three = makeIncident({ id: 'inc-cc03', credentials: ['acme:KEY0009'] });
      await store.incidents.update('inc-aa01', { note: { at: LATER, author: 'maya', text: 'look here' }, at: LATER });
      await store.incidents.update('inc-aa01', { owner: 'maya', at: LATER });

      await store.detection.commit(makeCommit({ merged: [{ from: 'inc-aa01', into: 'inc-ab02' }] }));
      const last = makeCommit({ incidents: [three], merged: [{ from: 'inc-ab02', into: 'inc-cc03' }] });
      await store.detection.commit(last);
      await store.detection.commit(last);

      expect((await store.incidents.list({})).map(({ id }) => id)).toEqual(['inc-cc03']);
      const merged = await store.incidents.get('inc-aa01');
      expect(merged).toMatchObject({ id: 'inc-cc03', status: 'open', owner: 'maya' });
      expect(merged?.notes.map(({ text }) => text)).toEqual(['look here']);
      expect(merged?.findings.map(({ id }) => id)).toEqual(['find-1', 'find-2']);
      expect((await store.incidents.list({ credential: 'acme:KEY0001' })).map(({ id }) => id)).toEqual(['inc-cc03']);
      expect((await store.incidents.update('inc-ab02', { owner: 'li', at: LATER })).id).toBe('inc-cc03');
    });

    it('merges once: what people change afterwards stays when the commit comes again', async () => {
      const store = await filled(open);
      await store.incidents.update('inc-aa01', { owner: 'maya', at: LATER });
      const merge = makeCommit({ merged: [{ from: 'inc-aa01', into: 'inc-ab02' }] });
      await store.incidents.update('inc-ab02', { owner: '', at: LATER });
      await store.detection.commit(merge);
      expect((await store.incidents.get('inc-ab02'))?.owner).toBe('maya');

      await store.incidents.update('inc-ab02', { owner: '', at: LATER });
      await store.detection.commit(merge);

      expect((await store.incidents.get('inc-ab02'))?.owner).toBe('');
    });

    it('closes what was merged, says so in the history of the other, and leaves out what that says already', async () => {
      const store = await filled(open);
      await store.incidents.update('inc-aa01', { status: 'acknowledged', at: LATER });
      const three = makeIncident({ id: 'inc-cc03', findings: [makeFinding({ id: 'find-3' })] });
      const note = { at: LATER, author: 'keywatch', text: 'inc-aa01 was merged into this incident: one credential.' };
      const merge = makeCommit({
        incidents: [three],
        merged: [{ from: 'inc-aa01', into: 'inc-cc03', note, without: ['find-1'] }],
      });

      await store.detection.commit(merge);
      await store.detection.commit(merge);

      const merged = await store.incidents.get('inc-aa01');
      expect(merged?.notes).toEqual([note]);
      expect(merged?.findings.map(({ id }) => id)).toEqual(['find-3']);
      expect(merged?.status).toBe('acknowledged');
      expect(await store.incidents.list({ status: 'closed' })).toHaveLength(1);
    });

    it('finds the runs that were begun for an incident that was merged since', async () => {
      const store = await filled(open);
      const plan = {
        playbook: 'p',
        madeAt: LATER,
        hash: 'h',
        steps: [],
        impact: [],
        refused: [],
        incident: 'inc-aa01',
      };
      const run = { id: 'run-1', plan, state: 'running', startedAt: LATER, approvedBy: 'maya' } as const;
      await store.journal.createRun(run);
      await store.detection.commit(makeCommit({ merged: [{ from: 'inc-aa01', into: 'inc-ab02' }] }));

      expect(await store.journal.runs({ incident: 'inc-ab02' })).toEqual([run]);
      expect(await store.journal.runs({ incident: 'inc-aa01', state: 'running' })).toEqual([run]);
      expect(await store.journal.runs({ incident: 'inc-ab02', state: 'stuck' })).toEqual([]);
    });

    it('finds the incident of a credential under any of its names', async () => {
      const store = await filled(open);
      await store.detection.commit(
        makeCommit({
          credentials: [makeCredential({ id: 'acme:KEY0001', aliases: ['acme:KEY0001', 'acme:grant-1'] })],
        }),
      );

      expect((await store.incidents.list({ credential: 'grant-1' })).map(({ id }) => id)).toEqual(['inc-aa01']);
      expect((await store.incidents.findings({ credential: 'acme:grant-1' })).map(({ id }) => id)).toEqual(['find-1']);
    });

    it('tells findings by what they are worth', async () => {
      const store = await filled(open);

      expect((await store.incidents.findings({ below: 40 })).map(({ id }) => id)).toEqual(['find-1']);
      expect((await store.incidents.findings({ below: 25 })).map(({ id }) => id)).toEqual([]);
      expect((await store.incidents.findings({ credential: 'bolt:KEY0002' })).map(({ id }) => id)).toEqual(['find-2']);
    });

    it('counts what each detector has found, and when last', async () => {
      const store = await filled(open);
      const again = makeFinding({ id: 'find-9', at: LATER + HOUR });
      await store.detection.commit(makeCommit({ findings: [again, again] }));

      expect(await store.incidents.detectorUse()).toEqual([
        { detector: 'first-network-for-key', times: 2, last: LATER + HOUR },
        { detector: 'secret-sweep', times: 1, last: LATER },
      ]);
    });

    it('keeps the newest word of a finding', async () => {
      const store = await filled(open);

      await store.detection.commit(makeCommit({ findings: [{ ...sweep, reason: 'read 80 secrets in a minute' }] }));

      expect((await store.incidents.get('inc-ab02'))?.findings[0]?.reason).toBe('read 80 secrets in a minute');
    });
  });
}
