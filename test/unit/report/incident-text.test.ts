import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { displayWidth } from '../../../src/kit/text-width.ts';
import type { IncidentTextOptions } from '../../../src/report/incident-text.ts';
import { incidentText, summarize } from '../../../src/report/incident-text.ts';
import { evidence, finding, HOSTILE, incident, KEY } from '../alert/samples.ts';
import { sampleReport } from './sample-report.ts';
import { shown, UNSAFE } from './shown.ts';

const OPTIONS: IncidentTextOptions = { width: 100, color: false, evidence: 3, detectors: sampleReport().detectors };

describe('an incident as text', () => {
  it('reads like the findings of a compiler', () => {
    expect(shown(incidentText(sampleReport().incident, OPTIONS))).toMatchInlineSnapshot(`
      "inc-7f3a9c2e  Leaked key of ci-deploy is used from a new network
        key     aws:(AK 01), and aws:(AS 02), aws:(AK 03)
        account aws 111122223333
        when    2026-11-23 03:12:00 to 2026-11-23 03:33:06 UTC
        status  verified, ana

      critical[leaked-key-in-use] used from AS64500, never seen before, 14 min after its secret appeared in a public repository
        2026-11-23 03:12:00  success  198.51.100.7     GetCallerIdentity
        = look  Compare the first foreign call with the time of exposure; look for anything minted since.

      critical[logging-cut] the trail management-trail was stopped
        2026-11-23 03:21:00  success  203.0.113.66     StopLogging               management-trail

      high[identity-check-then-sweep] 5 listing calls within 23 s after asking who it is
        2026-11-23 03:12:00  success  198.51.100.7     GetCallerIdentity
        2026-11-23 03:12:38  success  198.51.100.7     ListUsers
        2026-11-23 03:12:44  success  198.51.100.7     ListRoles
        … 3 more events

      high[key-made-for-someone] a second access key was made by the exposed one
        2026-11-23 03:14:20  success  198.51.100.7     CreateAccessKey           ci-deploy

      high[secret-sweep] 4 secrets asked for within 9 s, 3 of them handed out
        2026-11-23 03:16:20  success  198.51.100.7     ListSecrets
        2026-11-23 03:16:26  success  198.51.100.7     GetSecretValue            prod/payments/database
        2026-11-23 03:16:28  success  198.51.100.7     GetSecretValue            prod/payments/signing
        … 2 more events

      medium[first-network-for-key] AS64500 was never seen in 212 days; it used AS64496 only
        2026-11-23 03:12:00  success  198.51.100.7     GetCallerIdentity

        = why   335 points: +100 leaked-key-in-use, +100 logging-cut, +50 identity-check-then-sweep ×2,
                +50 secret-sweep, +35 first-network-for-key
        = note  2026-11-23 03:42:00 ana: Build runners are not in this network. Taking it.
        = next  keywatch incidents resolve inc-7f3a9c2e
      "
    `);
  });

  it('fits the terminal', () => {
    for (const line of incidentText(sampleReport().incident, { ...OPTIONS, width: 72 }).split('\n')) {
      if (line.startsWith('  ')) expect(displayWidth(line)).toBeLessThanOrEqual(72);
    }
  });

  it('says the same in colour', () => {
    const colored = incidentText(sampleReport().incident, { ...OPTIONS, color: true });

    expect(colored).toContain('\u001b[31mcritical');
    expect(stripVTControlCharacters(colored)).toBe(incidentText(sampleReport().incident, OPTIONS));
  });

  it('puts findings of one detector together and counts them', () => {
    const twice = incident({
      findings: [finding(), finding({ id: 'again', evidence: [evidence({ eventId: 'two' })] })],
    });

    expect(incidentText(twice, OPTIONS).match(/critical\[leaked-key-in-use\]/g)).toHaveLength(1);
    expect(incidentText(twice, OPTIONS)).toContain('(2 times)');
  });

  it('names a principal or a source where no credential is known', () => {
    const text = incidentText(incident({ subject: { kind: 'source', id: 'audit/1' }, credentials: [] }), OPTIONS);

    expect(text).toContain('source  audit/1');
  });

  it.each(HOSTILE)('obeys nothing that strangers wrote: %j', (text) => {
    const event = evidence({ actor: text, action: text, target: text, address: text, tool: text });
    const one = incident({
      title: text,
      owner: text,
      account: text,
      findings: [finding({ reason: text, evidence: [event] })],
    });

    expect(incidentText(one, OPTIONS).replaceAll('\n', '')).not.toMatch(UNSAFE);
  });
});

describe('many incidents in one sentence', () => {
  it.each([
    ['none', [], 'no incidents'],
    ['one that pages', [incident()], '1 incident on 2 credentials: 1 critical; 1 would page a person'],
    [
      'some',
      [
        incident(),
        incident({ id: 'b', severity: 'high', score: 60, credentials: [KEY] }),
        incident({ id: 'c', historical: true, severity: 'high' }),
      ],
      '3 incidents on 2 credentials: 1 critical, 2 high; 1 would page a person, 1 historical',
    ],
  ])('%s', (_name, incidents, sentence) => {
    expect(summarize(incidents)).toBe(sentence);
  });
});
