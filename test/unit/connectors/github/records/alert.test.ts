import { describe, expect, it } from 'vitest';
import { tokenIdentifier } from '../../../../../connectors/github/records/token-hash.ts';
import { CONNECTORS } from '../../../../../connectors/registry.ts';
import { decode } from '../../../../../src/collect/decode.ts';
import type { EventBatch } from '../../../../../src/core/batch.ts';
import type { Note } from '../../../../../src/core/event.ts';
import { keyFormatsOf } from '../../../../../src/kit/key-scan.ts';
import { exposureIn, TOKEN } from '../records.ts';

const CONNECTOR_LIST = Object.values(CONNECTORS);
const AWS_KEY = `AKIA${'Z2EXMPL3QRSTUV45'}`;

function alert(fields: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    number: 42,
    created_at: '2026-03-01T10:00:00Z',
    updated_at: '2026-03-01T10:05:00Z',
    url: 'https://api.github.com/repos/acme/shop/secret-scanning/alerts/42',
    html_url: 'https://github.com/acme/shop/security/secret-scanning/42',
    locations_url: 'https://api.github.com/repos/acme/shop/secret-scanning/alerts/42/locations',
    state: 'open',
    resolution: null,
    secret_type: 'github_personal_access_token',
    secret_type_display_name: 'GitHub Personal Access Token',
    validity: 'unknown',
    publicly_leaked: false,
    multi_repo: false,
    first_location_detected: { path: '/config/prod.env', start_line: 3, commit_sha: 'abc' },
    ...fields,
  };
}

function read(value: unknown): EventBatch {
  return decode(
    { source: 'test', place: 'test', bytes: Buffer.from(JSON.stringify(value)), format: null },
    {
      formats: CONNECTOR_LIST.flatMap(({ formats }) => formats),
      keyFormats: keyFormatsOf(CONNECTOR_LIST),
      match: () => [],
      keepRaw: true,
    },
  );
}

function notesIn(batch: EventBatch): readonly Note[] {
  return batch.facts.flatMap((fact) => (fact.kind === 'note' ? [fact.note] : []));
}

describe('a secret-scanning alert', () => {
  it('names the GitHub token by its hash', () => {
    const note = exposureIn(notesIn(read([alert({ secret: TOKEN })])));
    expect(note).toMatchObject({
      alias: tokenIdentifier(TOKEN),
      provider: 'github',
      place: 'acme/shop:config/prod.env:3',
      public: false,
    });
  });

  it("names another provider's key as that provider's", () => {
    const note = exposureIn(
      notesIn(read([alert({ secret: AWS_KEY, secret_type: 'aws_access_key_id', publicly_leaked: true })])),
    );
    expect(note).toMatchObject({ alias: AWS_KEY, provider: 'aws', public: true });
  });

  it('without its literal is an exposure of nobody in particular', () => {
    expect(exposureIn(notesIn(read([alert()]))).alias).toBe('');
  });

  it.each([
    [false, 'high'],
    [true, 'critical'],
  ])('that works (public: %s) is a signal of severity %s', (publicly_leaked, severity) => {
    const signal = notesIn(read([alert({ secret: TOKEN, validity: 'active', publicly_leaked })])).find(
      (note) => note.kind === 'provider-signal',
    );
    expect(signal).toMatchObject({ severity, alias: tokenIdentifier(TOKEN) });
  });

  it.each(['false_positive', 'used_in_tests'])('closed as %s exposes nothing', (resolution) => {
    expect(notesIn(read([alert({ secret: TOKEN, state: 'resolved', resolution })]))).toEqual([]);
  });

  it('leaves no literal behind in anything that is kept', () => {
    const batch = read([alert({ secret: TOKEN }), alert({ secret: TOKEN, created_at: 'never', updated_at: null })]);
    const kept = Buffer.concat([
      Buffer.from(JSON.stringify({ ...batch, raw: null, ids: null })),
      batch.raw?.packed ?? Buffer.alloc(0),
    ]);
    expect(batch.size + batch.unparsed.length).toBe(2);
    expect(kept.includes(TOKEN)).toBe(false);
    expect(kept.includes(TOKEN.slice(4))).toBe(false);
  });

  it('is another record when its state changes, and the same when nothing does', () => {
    const idOf = (fields: Readonly<Record<string, unknown>>): unknown => read([alert(fields)]).nativeIds.get(0);
    expect(idOf({ updated_at: '2026-03-02T00:00:00Z' })).toBe(idOf({}));
    expect(idOf({ validity: 'active' })).not.toBe(idOf({}));
  });

  it('names all places that it stands in, and counts them', () => {
    const place = (path: string, commit: string): unknown => ({
      type: 'commit',
      details: { path, start_line: 3, commit_sha: commit },
    });
    const issue = {
      type: 'issue_body',
      details: { issue_body_url: 'https://api.github.com/repos/acme/shop/issues/7' },
    };
    const locations = [
      place('/config/prod.env', 'abc'),
      place('/config/prod.env', 'def'),
      place('/b.env', 'abc'),
      issue,
    ];
    const batch = read([alert({ secret: TOKEN, has_more_locations: true, locations })]);
    expect(exposureIn(notesIn(batch))).toMatchObject({
      place: 'acme/shop:config/prod.env:3',
      summary: expect.stringContaining('in 3 places') as string,
    });
    const many = Array.from({ length: 100 }, (_, at) => place(`/f${at}.env`, 'abc'));
    expect(exposureIn(notesIn(read([alert({ locations: many })]))).summary).toContain('in 101 places or more');
    expect(exposureIn(notesIn(read([alert({ has_more_locations: true })]))).summary).toContain('in several places');
  });

  it('that turns up in another place is another record of the same exposure', () => {
    const places = (count: number): EventBatch =>
      read([
        alert({
          locations: Array.from({ length: count }, (_, at) => ({ details: { path: `/f${at}.env`, start_line: 1 } })),
        }),
      ]);
    expect(places(2).nativeIds.get(0)).not.toBe(places(3).nativeIds.get(0));
    expect(exposureIn(notesIn(places(2))).place).toBe(exposureIn(notesIn(places(3))).place);
  });

  it('in a webhook is the same exposure', () => {
    const delivery = {
      event: 'secret_scanning_alert',
      delivery: '72d3162e-cc78-11e3-81ab-4c9367dc0958',
      payload: {
        action: 'created',
        alert: alert({ html_url: undefined }),
        repository: { full_name: 'acme/shop', private: false },
      },
    };
    expect(exposureIn(notesIn(read(delivery)))).toMatchObject({
      place: 'acme/shop',
      public: true,
      origin: 'secret-scanning',
    });
  });
});
