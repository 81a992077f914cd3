import { describe, expect, it } from 'vitest';
import { linkedIncidents } from '../../../../src/app/incidents/linked.ts';
import type { Incident } from '../../../../src/core/incident.ts';
import type { Store } from '../../../../src/core/ports.ts';
import { DAY, HOUR } from '../../../../src/core/time.ts';
import { BATCH_EPOCH, makeBatch } from '../../../support/batches.ts';
import { makeCommit, makeEvidence, makeExposure, makeFinding, makeIncident } from '../../../support/findings.ts';
import { useStores } from '../../../support/stores.ts';

const open = useStores();
const THIEF = '203.0.113.9';
const LATER = BATCH_EPOCH + HOUR;

/** A token that cloned a repository, and a key of another provider that was found in it. */
const token = incidentOf('inc-00000001', 'acme:TOKEN', BATCH_EPOCH, '198.51.100.7');
const key = incidentOf('inc-00000002', 'bolt:KEY', LATER, THIEF);

function incidentOf(
  id: string,
  credential: string,
  at: number,
  address: string,
  change: Partial<Incident> = {},
): Incident {
  const evidence = [makeEvidence({ eventId: `e-${id}`, time: at, credential, address })];
  return makeIncident({
    id,
    provider: credential.split(':')[0] ?? '',
    subject: { kind: 'credential', id: credential },
    credentials: [credential],
    firstEvent: at,
    lastEvent: at,
    findings: [makeFinding({ id: `f-${id}`, at, evidence })],
    ...change,
  });
}

async function storeWith(incidents: readonly Incident[], before: number | null = null): Promise<Store> {
  const store = await open();
  const use = { context: { credential: 'TOKEN', address: '198.51.100.7' } };
  await store.events.append(
    makeBatch([
      { ...use, time: BATCH_EPOCH + 1, operation: { action: 'git.clone' }, target: 'acme/infra' },
      ...(before === null ? [] : [{ time: before, context: { credential: 'TOKEN', address: THIEF } }]),
    ]),
    { seenAt: LATER },
  );
  const exposure = makeExposure({ id: 'x', credential: 'bolt:KEY', place: 'acme/infra:ci/prod.env:3' });
  await store.detection.commit(makeCommit({ incidents, exposures: [exposure] }));
  return store;
}

describe('incidents of one story', () => {
  it('are linked where the key of one was found in what the other took, told from either side', async () => {
    const store = await storeWith([token, key]);
    const when = '2026-11-02T00:00:00.001Z';

    expect(await linkedIncidents(key, store)).toMatchObject([
      {
        incident: { id: token.id },
        why: [`its key was found in acme/infra, where the credential of inc-00000001 had been (git.clone, ${when})`],
      },
    ]);
    expect(await linkedIncidents(token, store)).toMatchObject([
      {
        incident: { id: key.id },
        why: [
          `the key of inc-00000002 was found in acme/infra, where this one's credential had been (git.clone, ${when})`,
        ],
      },
    ]);
  });

  it('are linked by an address that neither was used from before', async () => {
    const other = incidentOf('inc-00000003', 'acme:TOKEN', LATER, THIEF);
    const links = await linkedIncidents(other, await storeWith([key, other]));

    expect(links.flatMap(({ why }) => why)).toContain(
      `both were used from ${THIEF}, from which neither had been used before`,
    );
  });

  it('are not linked by an address that is usual for one of them', async () => {
    const other = incidentOf('inc-00000003', 'acme:TOKEN', LATER, THIEF);
    const links = await linkedIncidents(other, await storeWith([key, other], BATCH_EPOCH - DAY));

    expect(links.flatMap(({ why }) => why).filter((one) => one.includes(THIEF))).toEqual([]);
  });

  it('are not linked across months, nor history with the present', async () => {
    const old = incidentOf('inc-00000003', 'bolt:KEY', BATCH_EPOCH - 90 * DAY, THIEF);
    const history = { ...key, id: 'inc-00000004', historical: true };

    expect(await linkedIncidents(token, await storeWith([token, old, history]))).toEqual([]);
  });

  const account = incidentOf('inc-00000005', 'bolt:SHOP', LATER, '', {
    subject: { kind: 'principal', id: 'bolt:SHOP' },
    credentials: [],
  });

  it('are linked where one event is evidence in both', async () => {
    const named = incidentOf('inc-00000006', 'bolt:KEY-6', LATER + 30 * HOUR, '', {
      findings: account.findings.map((finding) => ({ ...finding, id: 'f-6' })),
    });
    const links = await linkedIncidents(named, await storeWith([account, named]));

    expect(links.flatMap(({ why }) => why)).toEqual(['both are about the same GetObject, 2026-11-02T01:00:00Z']);
  });

  it.each([
    ['an hour later', LATER + HOUR, {}, ['user/ci-deploy did both, within a day of each other']],
    ['two days later', LATER + 2 * DAY, {}, []],
    ['about another credential of the same actor', LATER + HOUR, { subject: { kind: 'credential', id: 'x' } }, []],
    ['at another provider', LATER + HOUR, { provider: 'acme' }, []],
  ] as const)('of an account and of its key are linked by who did it: %s', async (_, at, change, why) => {
    const first = { ...account, ...('subject' in change ? change : {}) };
    const named = incidentOf('inc-00000006', 'bolt:KEY-6', at, '', 'provider' in change ? change : {});
    const links = await linkedIncidents(named, await storeWith([first, named]));

    expect(links.flatMap((link) => link.why)).toEqual(why);
  });
});
