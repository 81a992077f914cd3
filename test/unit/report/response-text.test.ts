import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { StepState } from '../../../src/core/playbook.ts';
import { PLAIN } from '../../../src/report/paint.ts';
import { planSummary, planText } from '../../../src/report/plan-text.ts';
import { looksOf, proofText, silenceText } from '../../../src/report/proof-text.ts';
import { runText } from '../../../src/report/run-text.ts';
import { HOSTILE, NIGHT } from '../alert/samples.ts';
import { sampleReport } from './sample-report.ts';
import { PLAN, PROOF, STEP_VIEWS, step } from './sample-response.ts';
import { shown, UNSAFE } from './shown.ts';

const WIDE = { width: 100, color: false };
const APPROVE = 'keywatch respond apply inc-7f3a9c2e 5e884898da28';

describe('a plan as text', () => {
  it('says everything that a person has to know before approving', () => {
    expect(shown(planText(PLAN, { ...WIDE, approve: APPROVE }))).toMatchInlineSnapshot(`
      "Plan contain-credential for inc-7f3a9c2e: 5 steps, 5 write calls; 1 cannot be undone
        made 2026-11-23 03:50:00 UTC, hash 5e884898da28; nothing has been changed

       1. Deactivate the access key  reversible, auto (Keywatch does it)
          on      access key (AK 01) of user ci-deploy
          call    iam:UpdateAccessKey UserName=ci-deploy Status=Inactive (write)
          needs   iam:UpdateAccessKey
          undo    puts back what is there before the call
          mind    whatever still uses the key is refused within seconds

       2. Deactivate the access key  reversible, auto (Keywatch does it)
          on      access key (AK 03) of user ci-deploy
          call    iam:UpdateAccessKey UserName=ci-deploy Status=Inactive (write)
          needs   iam:UpdateAccessKey
          undo    puts back what is there before the call
          mind    whatever still uses the key is refused within seconds

       3. Revoke the sessions of the user  reversible, auto (Keywatch does it)
          on      every session of user ci-deploy made before now
          call    iam:PutUserPolicy UserName=ci-deploy PolicyName=keywatch-revoke-sessions (write)
          needs   iam:PutUserPolicy
          undo    puts back what is there before the call
          after   step 1, 2

       4. Turn logging on again  reversible, auto (Keywatch does it)
          on      trail management-trail
          call    cloudtrail:StartLogging Name=management-trail (write)
          needs   cloudtrail:StartLogging
          undo    puts back what is there before the call

       5. Delete the access key  irreversible, auto (Keywatch does it)
          on      access key (AK 01) of user ci-deploy
          call    iam:DeleteAccessKey UserName=ci-deploy (write)
          needs   iam:DeleteAccessKey
          mind    whatever still uses the key is refused within seconds
          after   step 1

      impact  - ci-deploy from 192.0.2.10 (build runners): 212 calls in the last 14 days, the last 3 h ago
      left out access key of user break-glass: it is protected by the configuration
      valid   as long as what it rests on stays true; that is checked again right before each step
      approve keywatch respond apply inc-7f3a9c2e 5e884898da28
      "
    `);
  });

  it('shows where a person has to go', () => {
    const guide = { link: 'https://console.example/keys', steps: ['Open the key', 'Press revoke'], owner: 'ana' };
    const text = planText({ ...PLAN, steps: [step('guided', { mode: 'guided', guide })] }, { ...WIDE, approve: '' });

    expect(text).toContain(
      '    by      ana at https://console.example/keys\n            - Open the key\n            - Press revoke',
    );
    expect(text).not.toContain('approve');
  });

  it('never says that nobody is hit, only that nobody was seen', () => {
    const narrow = planText(PLAN, { width: 60, color: false, approve: '' }).split('\n');
    expect(narrow.filter((line) => /^(Plan|[\s\d]{2}\.| {4}(ir)?reversible)/.test(line) && line.length > 60)).toEqual(
      [],
    );
    expect(planText({ ...PLAN, impact: [] }, { ...WIDE, approve: '' })).toContain(
      'no workload was seen using it lately',
    );
  });

  it.each([
    ['what can be undone', [step('a')], '1 step, 1 write call; all of it can be undone'],
    ['what cannot', [step('a'), step('b', { risk: 'irreversible' })], '2 steps, 2 write calls; 1 cannot be undone'],
    [
      'what needs a person',
      [step('a', { mode: 'guided', requests: [] })],
      '1 step, 0 write calls; all of it can be undone; 1 by a person',
    ],
    [
      'what is only offered',
      [step('a'), step('b', { target: { ...step('b').target, offered: true } })],
      '2 steps, 2 write calls; all of it can be undone; 1 only offered',
    ],
    ['nothing', [], '0 steps, 0 write calls; nothing to undo'],
  ])('sums up %s', (_name, steps, sentence) => {
    expect(planSummary({ ...PLAN, steps })).toBe(sentence);
  });

  it('says the same in colour', () => {
    expect(stripVTControlCharacters(planText(PLAN, { width: 100, color: true, approve: APPROVE }))).toBe(
      planText(PLAN, { ...WIDE, approve: APPROVE }),
    );
  });

  it.each(HOSTILE)('obeys nothing that strangers wrote: %j', (text) => {
    const target = { key: text, account: text, label: text, params: {} };
    const requests = [{ service: text, operation: text, params: { name: text }, effect: 'write' as const }];
    const steps = [
      step('x', {
        title: text,
        target,
        requests,
        needs: [text],
        caution: text,
        guards: { a: text },
        guide: { link: text, steps: [text], owner: text },
      }),
    ];

    const plan = planText(
      { ...PLAN, playbook: text, steps, impact: [text], refused: [{ what: text, why: text }] },
      { ...PLAIN, approve: '' },
    );

    expect(plan.replaceAll('\n', '')).not.toMatch(UNSAFE);
  });
});

describe('a run as text', () => {
  const [view] = sampleReport().runs;
  if (view === undefined) throw new Error('the sample has no run');

  it('shows where each step stands and what a person has to do', () => {
    expect(shown(runText(view, WIDE))).toMatchInlineSnapshot(`
      "Run run-20261123-035200-7f3a9c of contain-credential for inc-7f3a9c2e: waiting
        begun 2026-11-23 03:52:00 UTC, approved by ana

        verified   1. Deactivate the access key: access key (AK 01) of user ci-deploy  2026-11-23 03:52:15
                      the provider lists it as Inactive
        verified   2. Deactivate the access key: access key (AK 03) of user ci-deploy  2026-11-23 03:52:30
                      the provider lists it as Inactive
        verified   3. Revoke the sessions of the user: every session of user ci-deploy made before now  2026-11-23 03:52:45
                      a call with a session token was denied
        verified   4. Turn logging on again: trail management-trail  2026-11-23 03:53:00
                      the trail says that it is logging
        waiting    5. Delete the access key: access key (AK 01) of user ci-deploy

      A person has to
        -       Allow the deletion of the access key once nobody misses it
      "
    `);
  });

  it.each<readonly [StepState, string]>([
    ['pending', 'not begun'],
    ['intended', 'acting'],
    ['failed', 'failed'],
    ['undone', 'undone'],
    ['unproven', 'unproven'],
    ['skipped', 'skipped'],
  ])('says %s in words', (state, word) => {
    const steps = STEP_VIEWS.slice(0, 1).map((one) => ({ ...one, state, attempt: 2 }));
    const text = runText({ ...view, steps, todo: [] }, WIDE);

    expect(text).toContain(`  ${word}`);
    expect(text).toContain('attempt 2');
    expect(text).not.toContain('A person has to');
  });

  it.each(HOSTILE)('obeys nothing that strangers wrote: %j', (text) => {
    const steps = STEP_VIEWS.map((one) => ({ ...one, detail: { evidence: text, reason: text, hint: text } }));

    expect(runText({ ...view, steps, todo: [text] }, PLAIN).replaceAll('\n', '')).not.toMatch(UNSAFE);
  });
});

describe('a proof as text', () => {
  it('states the verdict with its coverage', () => {
    expect(shown(proofText(PROOF, WIDE))).toMatchInlineSnapshot(`
      "Containment of inc-7f3a9c2e: proven
        Contained: 4 of 4 containing steps are in place at the provider, and the log is silent. No
        successful use of 3 credentials seen in the audit log of us-east-1 from 2026-11-23T03:54:00Z
        to 2026-11-23T04:20:00Z. 2 attempts were refused.

        verified Deactivate the access key: access key (AK 01) of user ci-deploy: the
                 provider lists it as Inactive
        verified Deactivate the access key: access key (AK 03) of user ci-deploy: the
                 provider lists it as Inactive
        verified Revoke the sessions of the user: every session of user ci-deploy made before now: a call
                 with a session token was denied
        verified Turn logging on again: trail management-trail: the trail says that it is logging
        log     no successful use of 3 credentials, 2026-11-23 03:54:00 to 2026-11-23 04:20:00 UTC; 2
                attempts refused; 1 use while the change was spreading
        look    2026-11-23 03:55:00: nothing more to do
        seen    audit log of us-east-1
        unseen  reads of objects in buckets
                attempts with a deactivated key, which leave no record
      "
    `);
  });

  it('says when asking again makes sense, and shows what still works', () => {
    const silence = { ...PROOF.silence, succeeded: 1, refused: 0, whileSpreading: 0, examples: ['ListUsers at 04:01'] };
    const text = proofText({ ...PROOF, verdict: 'contradicted', silence, nextAt: NIGHT, seen: [] }, WIDE);

    expect(text).toContain('contradicted');
    expect(text).toContain('- ListUsers at 04:01');
    expect(text).toContain('no source was watching');
    expect(text).toContain('again   asking again makes sense from 2026-11-23 03:12:00 UTC');
  });

  it.each([
    [
      { succeeded: 0, refused: 0, whileSpreading: 0 },
      'no successful use of 3 credentials, 2026-11-23 03:54:00 to 2026-11-23 04:20:00 UTC',
    ],
    [
      { succeeded: 1, refused: 0, whileSpreading: 0 },
      '1 successful use of 3 credentials, 2026-11-23 03:54:00 to 2026-11-23 04:20:00 UTC',
    ],
    [
      { succeeded: 2, refused: 1, whileSpreading: 0 },
      '2 successful uses of 3 credentials, 2026-11-23 03:54:00 to 2026-11-23 04:20:00 UTC; 1 attempt refused',
    ],
  ])('counts %j', (counts, sentence) => {
    expect(silenceText({ ...PROOF, silence: { ...PROOF.silence, ...counts } })).toBe(sentence);
  });

  it('tells looks that found nothing as one', () => {
    const nothing = [1, 2, 3].map((minute) => ({ at: NIGHT + minute * 60_000, found: [] }));
    const key = { at: NIGHT, found: ['another key'] };

    expect(looksOf({ ...PROOF, rounds: [...nothing, key, ...nothing.slice(0, 1)] })).toEqual([
      '2026-11-23 03:15:00: nothing more to do, 3 looks in a row',
      '2026-11-23 03:12:00: another key',
      '2026-11-23 03:13:00: nothing more to do',
    ]);
    expect(looksOf({ ...PROOF, rounds: [] })).toEqual([]);
  });

  it('never tells a span that ends before it begins', () => {
    expect(silenceText({ ...PROOF, silence: { ...PROOF.silence, to: 0 } })).toContain(
      '2026-11-23 03:54:00 to 2026-11-23 03:54:00',
    );
  });

  it.each(HOSTILE)('obeys nothing that strangers wrote: %j', (text) => {
    const provider = [{ step: 's', label: text, result: 'verified' as const, evidence: text }];
    const hostile = {
      ...PROOF,
      statement: text,
      provider,
      seen: [text],
      notVisible: [text],
      rounds: [{ at: NIGHT, found: [text] }],
    };

    expect(proofText(hostile, PLAIN).replaceAll('\n', '')).not.toMatch(UNSAFE);
  });
});
