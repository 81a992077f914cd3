import { describe, expect, it } from 'vitest';
import { createMetrics } from '../../../src/observe/metrics.ts';

async function samples(metrics: ReturnType<typeof createMetrics>): Promise<readonly string[]> {
  return (await metrics.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

describe('createMetrics', () => {
  it('counts what happened', async () => {
    const metrics = createMetrics();

    metrics.records('acme.audit', { fresh: 10, duplicate: 2, skipped: 0, unparsed: 1 });
    metrics.records('acme.audit', { fresh: 5, duplicate: 0, skipped: 0, unparsed: 0 });
    metrics.behind('acme.audit', 90);
    metrics.finding('high');
    metrics.alert('chat', 'sent');
    metrics.step('contain', 'verified');
    metrics.alive(1_795_464_000);

    expect(await samples(metrics)).toEqual(
      expect.arrayContaining([
        'keywatch_records_total{source="acme.audit",result="fresh"} 15',
        'keywatch_records_total{source="acme.audit",result="unparsed"} 1',
        'keywatch_source_behind_seconds{source="acme.audit"} 90',
        'keywatch_findings_total{severity="high"} 1',
        'keywatch_alert_deliveries_total{sink="chat",result="sent"} 1',
        'keywatch_response_steps_total{capability="contain",state="verified"} 1',
        'keywatch_last_round_timestamp_seconds 1795464000',
      ]),
    );
  });

  it('measures polls', async () => {
    const metrics = createMetrics();

    metrics.poll('acme.audit', 0.2, 'ok');
    metrics.poll('acme.audit', 45, 'failed');

    const lines = await samples(metrics);
    expect(lines).toContain('keywatch_poll_duration_seconds_bucket{le="0.3",source="acme.audit",result="ok"} 1');
    expect(lines).toContain('keywatch_poll_duration_seconds_count{source="acme.audit",result="failed"} 1');
  });

  it('forgets severities that have no open incident any more', async () => {
    const metrics = createMetrics();

    metrics.openIncidents({ high: 2, low: 1 });
    metrics.openIncidents({ low: 1 });

    expect((await samples(metrics)).filter((line) => line.startsWith('keywatch_open_incidents'))).toEqual([
      'keywatch_open_incidents{severity="low"} 1',
    ]);
  });

  it('keeps two programs in one process apart', async () => {
    const one = createMetrics();
    const two = createMetrics();

    one.finding('high');

    expect(await two.text()).not.toContain('severity="high"');
  });

  it('has a help text and a unit in the name of everything', async () => {
    const text = await createMetrics().text();
    const names = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);

    expect(names.length).toBeGreaterThan(6);
    for (const name of names) expect(text).toMatch(new RegExp(`# HELP ${String(name)} \\S.*\\.$`, 'm'));
    expect(createMetrics().contentType).toContain('text/plain');
  });
});
