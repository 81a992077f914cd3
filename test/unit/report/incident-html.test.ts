import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../../src/core/time.ts';
import { incidentHtml } from '../../../src/report/incident-html.ts';
import type { IncidentReport } from '../../../src/report/incident-report.ts';
import { evidence, finding, incident, KEY, NIGHT } from '../alert/samples.ts';
import { sampleReport } from './sample-report.ts';
import { PLAN, PROOF, STEP_VIEWS } from './sample-response.ts';

/** The words of a part of the page, without markup. */
async function words(change: Partial<IncidentReport>, id?: string): Promise<string> {
  const html = await incidentHtml(sampleReport(change));
  const from = id === undefined ? html.indexOf('<body>') : html.indexOf(`<section id="${id}"`);
  if (from < 0) return '';
  const part = html.slice(from, id === undefined ? undefined : html.indexOf('</section>', from));
  return part
    .replaceAll(/<(title|desc)[^>]*>[^<]*<\/\1>/g, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

const [BASE_RUN] = sampleReport().runs;
if (BASE_RUN === undefined) throw new Error('the sample has no run');
const RUN = BASE_RUN;

describe('the head of the report', () => {
  it('gives the figures that a reader asks for first', async () => {
    expect(await words({})).toContain(
      'Exposure to use 14 min Active for 21 min 6 s Use to containment 41 min Stored events 16 Made with it 2 credentials Containment proven',
    );
  });

  it('leaves out a span whose beginning is not known, or lies after its end', async () => {
    const late = sampleReport().exposures.map((one) => ({ ...one, exposedAt: NIGHT + DAY }));

    expect(await words({ exposures: [] })).not.toContain('Exposure to use');
    expect(await words({ exposures: late })).not.toContain('Exposure to use');
    expect(await words({ proof: { ...PROOF, containedAt: NIGHT - HOUR } })).not.toContain('Use to containment');
  });

  it.each([
    ['nothing done', { runs: [], proof: null }],
    ['stuck, needs a person', { runs: [{ ...RUN, run: { ...RUN.run, state: 'stuck' as const } }], proof: null }],
    ['contradicted', { proof: { ...PROOF, verdict: 'contradicted' as const } }],
  ])('says where it stands: %s', async (state, change) => {
    expect((await words(change)).slice(0, 1200)).toContain(state);
  });

  it('marks history, and shows the verdict of a person', async () => {
    const text = await words({ incident: incident({ historical: true, verdict: 'a drill', owner: '' }) });

    expect(text).toContain('open historical nobody on it');
    expect(text).toContain('Verdict a drill');
  });
});

describe('what was done', () => {
  it('shows each step with its evidence and its calls, and what waits for a person', async () => {
    const text = await words({}, 'done');

    expect(text).toContain(
      'verified Turn logging on again trail management-trail 2026-11-23 03:53:00 the trail says that it is logging',
    );
    expect(text).toContain('cloudtrail:StartLogging Name=management-trail (write)');
    expect(text).toContain('waiting Delete the access key');
    expect(text).toContain('A person has to Allow the deletion of the access key once nobody misses it');
  });

  it('says why a step failed', async () => {
    const steps = STEP_VIEWS.map((view) => ({
      ...view,
      state: 'failed' as const,
      detail: { reason: 'no permission', hint: 'Grant it.' },
    }));

    expect(await words({ runs: [{ ...RUN, steps }] }, 'done')).toContain('no permission Grant it.');
  });

  it('shows the plan while nothing has been done, with risk, impact and what was left out', async () => {
    const text = await words({ runs: [], proof: null, plan: PLAN }, 'done');

    expect(text).toContain(
      'What could be done Nothing has been done yet. A plan is ready: 5 steps, 5 write calls; 1 cannot be undone.',
    );
    expect(text).toContain('reversible auto whatever still uses the key is refused within seconds');
    expect(text).toContain('Who would be hit ci-deploy from 192.0.2.10');
    expect(text).toContain('Left out access key of user break-glass: it is protected by the configuration');
  });

  it('says so when there is neither', async () => {
    expect(await words({ runs: [], proof: null, plan: null }, 'done')).toContain(
      'Nothing has been done, and no plan has been made.',
    );
  });
});

describe('the proof', () => {
  it('shows what was asked, what was answered and what was looked through', async () => {
    const text = await words({}, 'proof');

    expect(text).toContain('proven Contained: 4 of 4 containing steps');
    expect(text).toContain('The log no successful use of 3 credentials');
    expect(text).toContain('Looked again 2026-11-23 03:55:00: nothing more to do');
    expect(text).toContain('Seen through: audit log of us-east-1.');
  });

  it('shows what still works', async () => {
    const silence = { ...PROOF.silence, succeeded: 1, examples: ['ListUsers at 04:01'] };
    const rounds = [{ at: NIGHT + HOUR, found: ['a third key'] }];
    const text = await words({ proof: { ...PROOF, verdict: 'contradicted', silence, rounds, seen: [] } }, 'proof');

    expect(text).toContain('ListUsers at 04:01');
    expect(text).toContain('a third key');
    expect(text).toContain('Seen through: no source.');
  });

  it('is no section when there is none', async () => {
    expect(await words({ proof: null }, 'proof')).toBe('');
  });
});

describe('the credentials', () => {
  it('stand as a tree, those of the incident marked', async () => {
    const html = await incidentHtml(sampleReport({ incident: incident({ credentials: [KEY] }) }));
    const tree = html.slice(html.indexOf('<ul class="tree">'));

    expect(tree.match(/<div class="own">/g)).toHaveLength(1);
    expect(tree.slice(0, tree.indexOf('</section>')).match(/<ul>/g)).toHaveLength(1);
  });

  it('say what is known of each', async () => {
    const text = await words({}, 'credentials');

    expect(text).toContain(
      'key inactive arn:aws:iam::111122223333:user/ci-deploy created 2026-04-25 03:12:00 last used 2026-11-23 03:21:00',
    );
    expect(text).toContain(
      'session active arn:aws:iam::111122223333:user/ci-deploy made 2026-11-23 03:14:51 last used 2026-11-23 03:21:00 expires 2026-11-23 15:12:00',
    );
  });

  it('are no section when none is known', async () => {
    expect(await words({ credentials: [], edges: [] }, 'credentials')).toBe('');
  });
});

describe('the evidence', () => {
  it('stands under who did it from where with what', async () => {
    expect(await words({}, 'evidence')).toContain(
      'from 198.51.100.7 (AS64500 Example Hosting, NL) with aws-cli/2.15.0 03:12:00 GetCallerIdentity success',
    );
  });

  it('shows the same call over and over as one row', async () => {
    const many = Array.from({ length: 9 }, (_, index) =>
      evidence({ eventId: `${index}`, time: NIGHT + index, target: `secret-${index}` }),
    );
    const text = await words(
      { incident: incident({ findings: [finding({ evidence: many })] }), events: [], eventCount: 9 },
      'evidence',
    );

    expect(text).toContain('GetCallerIdentity ×9 success secret-0, secret-1, secret-2, secret-3 and 5 more');
  });

  it('keeps what findings rest on, however late it came', async () => {
    const early = Array.from({ length: 400 }, (_, index) => ({
      ...sampleReport().events[0],
      eventId: `early-${index}`,
      time: NIGHT + index,
    }));
    const last = evidence({ eventId: 'last', time: NIGHT + HOUR, action: 'TheOneThatMatters' });
    const events = early.flatMap((row) =>
      sampleReport()
        .events.slice(0, 1)
        .map((base) => ({ ...base, ...row })),
    );
    const text = await words(
      { incident: incident({ findings: [finding({ evidence: [last] })] }), events, eventCount: 401 },
      'evidence',
    );

    expect(text).toContain('TheOneThatMatters');
    expect(text).toContain('101 more are stored');
  });

  it('is no section when there is none', async () => {
    expect(await words({ incident: incident({ findings: [] }), events: [] }, 'evidence')).toBe('');
  });
});

describe('incidents of the same story', () => {
  it('stand with what says so, escaped', async () => {
    expect(await words({}, 'linked')).toContain(
      'high Token hash…cf2a of dev: copied much at once inc-2b4d6f80 github open its key was found in example/website',
    );
    expect(await words({ linked: [] }, 'linked')).toBe('');
  });
});

describe('what could be seen', () => {
  it('names sources, blind spans and what nobody could see, once each', async () => {
    const text = await words({}, 'coverage');

    expect(text).toContain(
      'event history of 111122223333 in us-east-1 aws.cloudtrail-s3/111122223333 2026-08-25 03:12:00 2026-11-23 04:20:00',
    );
    expect(text).toContain('management-trail 2026-11-23 03:21:00 to 2026-11-23 03:52:00 (31 min): logging was stopped');
    expect(text).not.toContain('reads of objects in buckets');
    expect(await words({}, 'proof')).toMatch(
      /Not visible in that time reads of objects in buckets attempts with a deactivated key, which leave no record$/,
    );
    expect(await words({ proof: null }, 'coverage')).toContain('Not visible at all reads of objects in buckets');
  });

  it('says plainly when no source was read', async () => {
    expect(await words({ coverage: { spans: [], notVisible: [] } }, 'coverage')).toContain(
      'No source was read for this report.',
    );
  });
});

describe('the drawing', () => {
  async function svg(change: Partial<IncidentReport>): Promise<string> {
    const html = await incidentHtml(sampleReport(change));
    return html.slice(html.indexOf('<svg'), html.indexOf('</svg>'));
  }

  it('has a mark for each call, finding, exposure and act, and a curve for each credential made', async () => {
    const drawn = await svg({});

    expect(drawn.match(/class="use"/g)).toHaveLength(12);
    expect(drawn.match(/class="denied"/g)).toHaveLength(4);
    expect(drawn.match(/class="finding /g)).toHaveLength(6);
    expect(drawn.match(/class="exposure"/g)).toHaveLength(1);
    expect(drawn.match(/class="act /g)).toHaveLength(4);
    expect(drawn.match(/class="mint"/g)).toHaveLength(2);
    expect(drawn.match(/class="contained"/g)).toHaveLength(1);
    expect(drawn.match(/class="blind"/g)).toHaveLength(1);
  });

  it('has no rows for what did not happen', async () => {
    const drawn = await svg({ exposures: [], runs: [], proof: null, blindSpans: [], edges: [] });

    expect(drawn).not.toMatch(/Exposure|Done|class="(mint|contained|blind)"/);
  });

  it('shows even a short blindness', async () => {
    const blindSpans = [{ title: 'trail', from: NIGHT + MINUTE, to: NIGHT + MINUTE + 1, reason: 'off' }];

    expect(await svg({ blindSpans })).toMatch(/class="blind" x="[\d.]+" y="36" width="3"/);
  });

  it('says days where they change', async () => {
    const later = evidence({ eventId: 'later', time: NIGHT + 9 * DAY });
    const drawn = await svg({
      incident: incident({ findings: [finding({ evidence: [evidence(), later] })] }),
      events: [],
    });

    expect(drawn).toContain('>2026-11-23</text>');
    expect(drawn).toContain('>2026-12-02</text>');
  });

  it('holds no number that is none', async () => {
    expect(await svg({})).not.toMatch(/NaN|Infinity|undefined/);
  });
});

describe('the story', () => {
  it('says how long nothing was seen', async () => {
    const later = evidence({ eventId: 'later', time: NIGHT + 2 * DAY });
    const bare = { exposures: [], edges: [], events: [], runs: [], proof: null, blindSpans: [] };
    const one = incident({ findings: [finding({ evidence: [evidence(), later] })] });

    expect(await words({ ...bare, incident: one }, 'happened')).toContain('nothing seen for 2 d 2026-11-25');
  });
});
