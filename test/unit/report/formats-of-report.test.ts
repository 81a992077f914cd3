import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { EventRow } from '../../../src/core/ports.ts';
import { incidentHtml } from '../../../src/report/incident-html.ts';
import { incidentJson } from '../../../src/report/incident-json.ts';
import type { IncidentReport } from '../../../src/report/incident-report.ts';
import { incidentMarkdown } from '../../../src/report/markdown.ts';
import { summaryOf } from '../../../src/report/summary.ts';
import { evidence, finding, HOSTILE, incident, KEY, NIGHT } from '../alert/samples.ts';
import { sampleReport } from './sample-report.ts';
import { PLAN, PROOF, step } from './sample-response.ts';
import { shown, UNSAFE } from './shown.ts';

/** The same text wherever strangers, providers or colleagues may have written something. */
function hostileReport(text: string): IncidentReport {
  const base = sampleReport();
  const event = evidence({ actor: text, action: text, target: text, address: text, tool: text });
  const row = (one: EventRow): EventRow => ({
    ...one,
    actor: text,
    action: text,
    target: text,
    address: text,
    agent: text,
    evidence: { ...one.evidence, place: text },
  });
  const hostileStep = step('x', {
    title: text,
    target: { key: text, account: text, label: text, params: {} },
    requests: [{ service: text, operation: text, params: { a: text }, effect: 'write' }],
  });
  return sampleReport({
    tool: text,
    incident: incident({
      title: text,
      account: text,
      owner: text,
      verdict: text,
      findings: [finding({ reason: text, evidence: [event] })],
      parts: [{ detector: 'leaked-key-in-use', points: 10, times: 1, reason: text }],
      notes: [{ at: NIGHT, author: text, text }],
    }),
    exposures: base.exposures.map((one) => ({ ...one, summary: text, place: text, origin: text })),
    credentials: base.credentials.map((one) => ({ ...one, actor: text, session: text })),
    edges: base.edges.map((one) => ({ ...one, childActor: text })),
    events: base.events.map(row),
    networks: new Map([[text, { network: text, owner: text, country: text }]]),
    runs: base.runs.map((one) => ({
      ...one,
      todo: [text],
      steps: [
        { step: hostileStep, state: 'failed', attempt: 1, detail: { reason: text }, at: NIGHT, approvedBy: text },
      ],
    })),
    proof: {
      ...PROOF,
      statement: text,
      provider: [{ step: 's', label: text, result: 'failed', evidence: text }],
      seen: [text],
      notVisible: [text],
      silence: { ...PROOF.silence, examples: [text] },
    },
    coverage: { spans: base.coverage.spans.map((one) => ({ ...one, title: text })), notVisible: [text] },
    blindSpans: base.blindSpans.map((one) => ({ ...one, title: text, reason: text })),
  });
}

/** Accounts are identifiers, which are never masked. */
function withoutAccount(report: IncidentReport): IncidentReport {
  return { ...report, incident: { ...report.incident, account: '111122223333' } };
}

/** Nothing known but the incident itself. */
function bareReport(): IncidentReport {
  const none = {
    exposures: [],
    credentials: [],
    edges: [],
    events: [],
    runs: [],
    blindSpans: [],
    proof: null,
    configHash: '',
  };
  const bare = incident({ findings: [], parts: [], credentials: [], subject: { kind: 'source', id: 's' } });
  return sampleReport({
    ...none,
    incident: bare,
    networks: new Map(),
    eventCount: 0,
    coverage: { spans: [], notVisible: [] },
  });
}

const SECRET = ['sk', 'live', '4eC39HqLyjWDarjtT1zdp7dc'].join('_');
const FORMATS: readonly (readonly [string, (report: IncidentReport) => string | Promise<string>])[] = [
  ['html', incidentHtml],
  ['json', incidentJson],
  ['markdown', incidentMarkdown],
];

describe.each(FORMATS)('a report as %s', (_name, write) => {
  it('is the same bytes for the same report', async () => {
    expect(await write(sampleReport())).toBe(await write(sampleReport()));
  });

  it('is written for an incident of which nothing else is known', async () => {
    expect(await write(bareReport())).toContain('inc-7f3a9c2e');
  });

  it('is written for a plan that nobody has approved yet', async () => {
    expect(await write(sampleReport({ runs: [], proof: null, plan: PLAN }))).toContain('inc-7f3a9c2e');
  });

  it('holds no secret that a stranger put into a field', async () => {
    const text = await write(withoutAccount(hostileReport(`x ${SECRET} y`)));

    expect(text).not.toContain(SECRET);
    expect(text).toContain(KEY.slice(4));
  });

  it.each(HOSTILE)('hides nothing and turns nothing around: %j', async (text) => {
    expect((await write(hostileReport(text))).replaceAll('\n', '')).not.toMatch(UNSAFE);
  });
});

describe('the HTML report', () => {
  it('needs nothing from outside and runs nothing', async () => {
    const html = await incidentHtml(sampleReport());

    expect(html).not.toMatch(/<(script|link|iframe|object|embed|img|base|form)\b/i);
    expect(html).not.toMatch(/\b(src|href|srcset|action|on[a-z]+)\s*=/i);
    expect(html).not.toMatch(/@import|url\((?!#)/);
    expect(html).toContain("content=\"default-src 'none'; style-src &#39;unsafe-inline&#39;".slice(0, 10));
  });

  it.each(HOSTILE)('has the same elements whatever strangers wrote: %j', async (text) => {
    const tags = (html: string): readonly string[] => html.match(/<\/?[a-z][^\s>]*/gi) ?? [];

    expect(tags(await incidentHtml(hostileReport(text)))).toEqual(tags(await incidentHtml(hostileReport('harmless'))));
  });

  it('shows each event of the evidence with its hash', async () => {
    const html = await incidentHtml(sampleReport());
    const report = sampleReport();

    for (const row of report.events) {
      expect(html).toContain(row.eventId);
      expect(html).toContain(row.evidence.sha256);
    }
  });

  it('says so when more is stored than it shows', async () => {
    expect(await incidentHtml(sampleReport({ eventCount: 5000 }))).toContain('4984 more are stored');
  });

  it('stays readable with a thousand credentials and calls', async () => {
    const many = Array.from({ length: 1000 }, (_, index) =>
      evidence({ eventId: `e${index}`, time: NIGHT + index * 1000, credential: `aws:session-${index % 40}` }),
    );
    const html = await incidentHtml(
      sampleReport({ incident: incident({ findings: [finding({ evidence: many })] }), events: [], eventCount: 1000 }),
    );

    expect(html).toContain('more credentials');
    expect(html).toContain('700 more are stored');
    expect(html.length).toBeLessThan(600_000);
  });
});

describe('the JSON report', () => {
  it('carries its version and parses', () => {
    const REPORT = z.object({
      schemaVersion: z.literal(1),
      incident: z.object({ id: z.string(), firstEvent: z.iso.datetime(), credentials: z.array(z.string()) }),
      timeline: z.array(z.object({ from: z.iso.datetime(), kind: z.string() })).min(10),
      events: z
        .array(z.object({ eventId: z.string(), evidence: z.object({ sha256: z.string().length(64) }) }))
        .length(16),
      runs: z.array(z.object({ id: z.string(), steps: z.array(z.object({ state: z.string() })).length(5) })).length(1),
      proof: z.object({ verdict: z.literal('proven') }),
      coverage: z.object({ seen: z.array(z.unknown()).length(1), notVisible: z.array(z.string()) }),
    });

    expect(() => REPORT.parse(JSON.parse(incidentJson(sampleReport())))).not.toThrow();
  });

  it('has null where there is no proof', () => {
    expect(JSON.parse(incidentJson(bareReport()))).toMatchObject({ proof: null, exposures: [], runs: [] });
  });
});

describe('the Markdown report', () => {
  it('is fit for a ticket', () => {
    expect(shown(incidentMarkdown(sampleReport()))).toMatchInlineSnapshot(`
      "# Leaked key of ci-deploy is used from a new network

      **critical**, 335 points, verified · \`inc-7f3a9c2e\` · aws \`111122223333\` · ana

      The secret could be read by others at example/website&#64;4f1c2b3: deploy/.env, in public, from 2026-11-23 02:58:00 UTC on. It was used as ci-deploy from 198.51.100.7 (AS64500 Example Hosting, NL), 203.0.113.66 (AS64511 Sample VPN, SE) between 2026-11-23 03:12:00 and 03:33:06 UTC; 16 events of it and of what came out of it are stored. 2 credentials came out of it, 1 of them living until somebody ends it. It took 14 min from exposure to first use, 41 min from first use to containment. Containment is proven.

      ## Why

      - **+100** \`leaked-key-in-use\`: its secret is public since 02:58, and it is used from a network of its own
      - **+100** \`logging-cut\`: the trail management-trail was stopped
      - **+50** \`identity-check-then-sweep\` ×2: 5 listing calls within 23 s after asking who it is
      - **+50** \`secret-sweep\`: 4 secrets asked for within 9 s, 3 of them handed out
      - **+35** \`first-network-for-key\`: AS64500 was never seen in 212 days; it used AS64496 only

      ## What happened (UTC)

      | Time |  |  |
      | --- | --- | --- |
      | 2026-11-23 02:58:00 | exposed | secret found in a commit, in public<br>*example/website&#64;4f1c2b3: deploy/.env · secret-scanning* |
      | 2026-11-23 03:12:00 | use | 8 calls, 2 denied from 198.51.100.7 (AS64500 Example Hosting, NL) as ci-deploy<br>*GetCallerIdentity, ListUsers, ListRoles, ListBuckets, DescribeInstances, GetAccountAuthorizationDetails and 2 more → ci-deploy* |
      | 2026-11-23 03:12:00 | noticed | used from AS64500, never seen before, 14 min after its secret appeared in a public repository<br>*leaked-key-in-use* |
      | 2026-11-23 03:12:00 | noticed | AS64500 was never seen in 212 days; it used AS64496 only<br>*first-network-for-key* |
      | 2026-11-23 03:13:01 | noticed | 5 listing calls within 23 s after asking who it is<br>*identity-check-then-sweep* |
      | 2026-11-23 03:14:20 | made | key aws:(AK 03) made for ci-deploy<br>*by aws:(AK 01); lives until somebody ends it* |
      | 2026-11-23 03:14:20 | noticed | a second access key was made by the exposed one<br>*key-made-for-someone* |
      | 2026-11-23 03:14:51 | made | session aws:(AS 02) made for ci-deploy<br>*by aws:(AK 01); expires after 11 h 57 min* |
      | 2026-11-23 03:16:20 | use | 5 calls, 1 denied from 198.51.100.7 (AS64500 Example Hosting, NL) as ci-deploy<br>*ListSecrets, GetSecretValue → prod/payments/database, prod/payments/signing, prod/crm/api and 1 more* |
      | 2026-11-23 03:16:31 | noticed | 4 secrets asked for within 9 s, 3 of them handed out<br>*secret-sweep* |
      | 2026-11-23 03:21:00 | blind | management-trail showed nothing for 31 min<br>*logging was stopped; the event history of the account kept management events* |
      | 2026-11-23 03:21:00 | use | StopLogging from 203.0.113.66 (AS64511 Sample VPN, SE) as ci-deploy<br>*management-trail* |
      | 2026-11-23 03:21:00 | noticed | the trail management-trail was stopped<br>*logging-cut* |
      | 2026-11-23 03:33:00 | use | 2 calls, 1 denied from 203.0.113.66 (AS64511 Sample VPN, SE) as ci-deploy<br>*ListUsers, AttachUserPolicy → AdministratorAccess* |
      | 2026-11-23 03:42:00 | note | Build runners are not in this network. Taking it.<br>*ana* |
      | 2026-11-23 03:52:00 | act | contain-credential approved by ana<br>*run-20261123-035200-7f3a9c* |
      | 2026-11-23 03:52:15 | act | Deactivate the access key: access key (AK 01) of user ci-deploy: verified<br>*the provider lists it as Inactive* |
      | 2026-11-23 03:52:30 | act | Deactivate the access key: access key (AK 03) of user ci-deploy: verified<br>*the provider lists it as Inactive* |
      | 2026-11-23 03:52:45 | act | Revoke the sessions of the user: every session of user ci-deploy made before now: verified<br>*a call with a session token was denied* |
      | 2026-11-23 03:53:00 | act | Turn logging on again: trail management-trail: verified<br>*the trail says that it is logging* |
      | 2026-11-23 04:27:00 | proof | containment proven<br>*Contained: 4 of 4 containing steps are in place at the provider, and the log is silent. No successful use of 3 credentials seen in the audit log of us-east-1 from 2026-11-23T03:54:00Z to 2026-11-23T04:20:00Z. 2 attempts were refused.* |

      ## Belongs together with

      - \`inc-2b4d6f80\` **high**, open: Token hash…cf2a of dev: copied much at once
        - its key was found in example/website, where the credential of inc-2b4d6f80 had been (git.clone, 2026-11-23T02:58:00.000Z)

      ## Credentials

      - \`aws:(AK 01)\` key, inactive
        - \`aws:(AK 03)\` key, inactive, made 2026-11-23 03:14:20
        - \`aws:(AS 02)\` session, active, made 2026-11-23 03:14:51

      ## Response run-20261123-035200-7f3a9c: waiting

      - **verified** Deactivate the access key: access key (AK 01) of user ci-deploy (the provider lists it as Inactive)
      - **verified** Deactivate the access key: access key (AK 03) of user ci-deploy (the provider lists it as Inactive)
      - **verified** Revoke the sessions of the user: every session of user ci-deploy made before now (a call with a session token was denied)
      - **verified** Turn logging on again: trail management-trail (the trail says that it is logging)
      - **waiting** Delete the access key: access key (AK 01) of user ci-deploy
      - [ ] Allow the deletion of the access key once nobody misses it

      ## Containment proven

      Contained: 4 of 4 containing steps are in place at the provider, and the log is silent. No successful use of 3 credentials seen in the audit log of us-east-1 from 2026-11-23T03:54:00Z to 2026-11-23T04:20:00Z. 2 attempts were refused.

      - **verified** Deactivate the access key: access key (AK 01) of user ci-deploy: the provider lists it as Inactive
      - **verified** Deactivate the access key: access key (AK 03) of user ci-deploy: the provider lists it as Inactive
      - **verified** Revoke the sessions of the user: every session of user ci-deploy made before now: a call with a session token was denied
      - **verified** Turn logging on again: trail management-trail: the trail says that it is logging
      - **log** no successful use of 3 credentials, 2026-11-23 03:54:00 to 2026-11-23 04:20:00 UTC; 2 attempts refused; 1 use while the change was spreading

      ## What could be seen

      - event history of 111122223333 in us-east-1: 2026-08-25 03:12:00 to 2026-11-23 04:20:00
      - **blind** management-trail: 2026-11-23 03:21:00 to 2026-11-23 03:52:00: logging was stopped; the event history of the account kept management events
      - **not visible** reads of objects in buckets

      keywatch 0.1.0, 2026-11-23 04:42:00 UTC, configuration \`c0ffee00c0ff\`
      "
    `);
  });

  it.each(HOSTILE)('makes no link, mention, HTML or table cell out of text: %j', (text) => {
    const markdown = incidentMarkdown(hostileReport(text));
    const prose = markdown.replaceAll(/(`+)[^\n]*?[^`]\1(?!`)/g, '').replaceAll('<br>', '');

    expect(prose).not.toMatch(/<|\]\(|!\[|(?<!&#\d{2,3};?)@[a-z]/i);
    for (const row of markdown.split('\n').filter((line) => line.startsWith('| ')))
      expect(row.match(/\|/g)).toHaveLength(4);
  });
});

describe('the summary', () => {
  it('tells the whole in a few sentences', () => {
    expect(summaryOf(sampleReport()).join('\n')).toMatchInlineSnapshot(`
      "The secret could be read by others at example/website@4f1c2b3: deploy/.env, in public, from 2026-11-23 02:58:00 UTC on.
      It was used as ci-deploy from 198.51.100.7 (AS64500 Example Hosting, NL), 203.0.113.66 (AS64511 Sample VPN, SE) between 2026-11-23 03:12:00 and 03:33:06 UTC; 16 events of it and of what came out of it are stored.
      2 credentials came out of it, 1 of them living until somebody ends it.
      It took 14 min from exposure to first use, 41 min from first use to containment.
      Containment is proven."
    `);
  });

  it('says what is not known and what has not been done', () => {
    expect(summaryOf(bareReport())).toEqual([
      'How the secret got out is not known.',
      'No credential made with it was seen.',
      'Nothing has been done about it.',
    ]);
    expect(summaryOf(sampleReport({ runs: [], proof: null, plan: PLAN })).at(-1)).toBe(
      'Nothing has been done about it; a plan of 5 steps is ready.',
    );
    expect(summaryOf(sampleReport({ proof: null })).at(-1)).toBe(
      'The run run-20261123-035200-7f3a9c is waiting; containment is not proven.',
    );
  });
});
