import { describe, expect, it } from 'vitest';
import { alertPolicy } from '../../../../src/app/watch/sinks.ts';
import { loadConfig } from '../../../../src/config/load.ts';
import { HOUR, MINUTE, SECOND } from '../../../../src/core/time.ts';

async function policyOf(yaml: string): Promise<ReturnType<typeof alertPolicy>> {
  const loaded = await loadConfig(yaml, '/etc/keywatch.yaml', { connectors: [] });
  if (loaded.kind === 'invalid') throw new Error(JSON.stringify(loaded.problems));
  return alertPolicy(loaded.config);
}

describe('the alert policy', () => {
  it('is what the configuration says, field by field', async () => {
    const policy = await policyOf(`alerts:
  group-wait: 3s
  group-interval: 4m
  repeat-interval: 5h
  digest-wait: 6h
  timeout: 7s
  sinks: [{ kind: console, id: here, minimum-severity: high, pages: true, digests: false }]
  silences: [{ id: s, provider: acme, until: 2027-01-01, owner: ada, reason: move }]
`);

    expect(policy).toMatchObject({
      groupWait: 3 * SECOND,
      groupInterval: 4 * MINUTE,
      repeatInterval: 5 * HOUR,
      digestWait: 6 * HOUR,
      timeout: 7 * SECOND,
      sinks: { here: { minSeverity: 'high', pages: true, digests: false } },
      silences: [{ id: 's', provider: 'acme' }],
    });
  });

  it('collects half a minute before the first page where nothing is said', async () => {
    expect((await policyOf('{}')).groupWait).toBe(30 * SECOND);
  });
});
