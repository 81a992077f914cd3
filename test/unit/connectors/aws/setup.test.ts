import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AWS } from '../../../../connectors/aws/index.ts';
import { AWS_SETUP } from '../../../../connectors/aws/setup.ts';

const README = readFileSync(new URL('../../../../connectors/aws/README.md', import.meta.url), 'utf8');

interface Policy {
  readonly Statement: readonly { readonly Effect: string; readonly Action: string | readonly string[] }[];
}

function allowed(name: string): readonly string[] {
  const grant = AWS_SETUP.grants.find((one) => one.name === name);
  if (grant === undefined) throw new Error(`no grant ${name}`);
  const policy = JSON.parse(grant.document) as Policy;
  return policy.Statement.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action }) => Action);
}

describe('the permissions that the AWS connector asks for', () => {
  it('cover whatever an action says it needs', () => {
    const granted = new Set(allowed('keywatch-act'));
    const missing = AWS.actions.flatMap(({ needs }) => needs).filter((need) => !granted.has(need));
    expect(missing).toEqual([]);
  });

  it('let the reading role change nothing and read no secret', () => {
    const verbs = allowed('keywatch-read').map((action) => action.split(':')[1] ?? '');
    expect(verbs.filter((verb) => !/^(Get|List|Describe|Lookup|Simulate|Generate)/.test(verb))).toEqual([]);
    expect(allowed('keywatch-read')).not.toContain('secretsmanager:GetSecretValue');
  });

  it('fit into one managed policy each', () => {
    for (const { document } of AWS_SETUP.grants) {
      expect(document.replaceAll(/\s/g, '').length).toBeLessThan(6144);
    }
  });

  it('stand in the README word for word', () => {
    for (const { name, document } of AWS_SETUP.grants) expect(README, name).toContain(document);
  });

  it('are explained in the README, as are the fields that rules may use', () => {
    for (const field of AWS.formats.flatMap(({ derived }) => Object.keys(derived)))
      expect(README).toContain(`\`${field}\``);
    for (const { id } of AWS.formats) expect(README).toContain(`\`${id}\``);
    for (const { id } of AWS.keys) expect(README).toContain(`\`${id}\``);
  });
});
