import { describe, expect, it } from 'vitest';
import { evaluate, like } from '../../../src/simulate/aws/policy.ts';
import { parsePolicy, policyOf } from '../../../src/simulate/aws/policy-document.ts';
import type { JsonObject } from '../../../src/simulate/json.ts';

const USER = 'arn:aws:iam::111122223333:user/ci';

function decide(
  statements: JsonObject[],
  context: Record<string, string> = {},
  action: string = 'iam:ListUsers',
): string {
  const request = { action, resource: USER, context: new Map(Object.entries(context)) };
  return evaluate([policyOf(...statements)], request);
}

const ALLOW = { Effect: 'Allow', Action: '*', Resource: '*' };

describe('policies', () => {
  it('say no to what nobody allowed', () => {
    expect(decide([{ Effect: 'Allow', Action: 's3:*', Resource: '*' }])).toBe('implicit-deny');
  });

  it('let a deny win over any allow, in any order and across documents', () => {
    const deny = { Effect: 'Deny', Action: 'iam:List*', Resource: '*' };
    const request = { action: 'iam:ListUsers', resource: USER, context: new Map() };

    expect(decide([ALLOW, deny])).toBe('explicit-deny');
    expect(decide([deny, ALLOW])).toBe('explicit-deny');
    expect(evaluate([policyOf(ALLOW), policyOf(deny)], request)).toBe('explicit-deny');
  });

  it.each([
    ['iam:ListUsers', true],
    ['IAM:listusers', true],
    ['iam:List*', true],
    ['iam:?istUsers', true],
    ['*:List*', true],
    ['iam:GetUser', false],
    ['iam:ListUser', false],
  ])('action %s matches iam:ListUsers: %s', (pattern, matches) => {
    expect(decide([{ ...ALLOW, Action: pattern }])).toBe(matches ? 'allow' : 'implicit-deny');
  });

  it.each([
    ['arn:aws:iam::111122223333:user/*', true],
    ['arn:aws:iam::111122223333:user/c?', true],
    ['arn:aws:iam::111122223333:user/CI', false],
    ['arn:aws:iam::*:role/*', false],
  ])('resource %s matches: %s', (resource, matches) => {
    expect(decide([{ ...ALLOW, Resource: resource }])).toBe(matches ? 'allow' : 'implicit-deny');
  });

  it('turn NotAction and NotResource around', () => {
    expect(decide([{ Effect: 'Allow', NotAction: ['iam:*'], Resource: '*' }])).toBe('implicit-deny');
    expect(decide([{ Effect: 'Allow', NotAction: ['s3:*'], Resource: '*' }])).toBe('allow');
    expect(decide([{ Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::*' }])).toBe('allow');
  });

  it('take special characters in patterns literally', () => {
    expect(like('a.c(d)+*', 'a.c(d)+e')).toBe(true);
    expect(like('a.c', 'abc')).toBe(false);
  });
});

describe('a deny by the time a token was issued', () => {
  const revoke = {
    Effect: 'Deny',
    Action: '*',
    Resource: '*',
    Condition: { DateLessThan: { 'aws:TokenIssueTime': '2026-11-23T12:00:00Z' } },
  };

  it.each([
    ['stops sessions issued before', { 'aws:TokenIssueTime': '2026-11-23T11:59:59Z' }, 'explicit-deny'],
    ['lets sessions issued at that time be', { 'aws:TokenIssueTime': '2026-11-23T12:00:00Z' }, 'allow'],
    ['leaves long-term keys alone, which carry no such time', {}, 'allow'],
    ['knows the key in any case', { 'AWS:tokenissuetime': '2026-11-23T11:00:00Z' }, 'explicit-deny'],
  ])('%s', (_, context, expected) => {
    expect(decide([ALLOW, revoke], context as Record<string, string>)).toBe(expected);
  });
});

describe('conditions', () => {
  const when = (Condition: JsonObject): JsonObject[] => [{ ...ALLOW, Condition }];

  it.each([
    [{ StringEquals: { 'aws:ResourceTag/managed': 'true' } }, { 'aws:ResourceTag/managed': 'true' }, true],
    [{ StringEquals: { 'aws:ResourceTag/managed': ['no', 'true'] } }, { 'aws:ResourceTag/managed': 'true' }, true],
    [{ StringEquals: { 'aws:ResourceTag/managed': 'true' } }, {}, false],
    [{ StringEqualsIfExists: { 'aws:ResourceTag/managed': 'true' } }, {}, true],
    [{ StringEqualsIgnoreCase: { 'aws:username': 'CI' } }, { 'aws:username': 'ci' }, true],
    [{ StringNotEquals: { 'aws:username': 'ci' } }, { 'aws:username': 'ci' }, false],
    [{ StringNotEquals: { 'aws:username': 'ci' } }, {}, true],
    [{ StringLike: { 'aws:username': 'c*' } }, { 'aws:username': 'ci' }, true],
    [{ StringNotLike: { 'aws:username': 'c*' } }, { 'aws:username': 'ci' }, false],
    [
      { ArnEquals: { 'iam:PolicyARN': 'arn:aws:iam::aws:policy/AWSDeny*' } },
      { 'iam:PolicyARN': 'arn:aws:iam::aws:policy/AWSDenyAll' },
      true,
    ],
    [{ Bool: { 'aws:MultiFactorAuthPresent': 'true' } }, { 'aws:MultiFactorAuthPresent': 'false' }, false],
    [{ Bool: { 'aws:MultiFactorAuthPresent': true } }, { 'aws:MultiFactorAuthPresent': 'true' }, true],
    [{ Null: { 'aws:TokenIssueTime': 'true' } }, {}, true],
    [{ Null: { 'aws:TokenIssueTime': 'true' } }, { 'aws:TokenIssueTime': 'x' }, false],
    [{ IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, { 'aws:SourceIp': '203.0.113.9' }, true],
    [{ IpAddress: { 'aws:SourceIp': '203.0.113.9' } }, { 'aws:SourceIp': '203.0.113.10' }, false],
    [{ NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, { 'aws:SourceIp': '198.51.100.1' }, true],
    [
      { DateGreaterThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' } },
      { 'aws:CurrentTime': '2026-11-23T12:00:00Z' },
      true,
    ],
    [
      { DateGreaterThanEquals: { 'aws:CurrentTime': '2027-01-01T00:00:00Z' } },
      { 'aws:CurrentTime': '2026-11-23T12:00:00Z' },
      false,
    ],
    [
      { DateLessThanEquals: { 'aws:CurrentTime': '2026-11-23T12:00:00Z' } },
      { 'aws:CurrentTime': '2026-11-23T12:00:00Z' },
      true,
    ],
    [{ NumericEquals: { 'x:y': '1' } }, { 'x:y': '1' }, false],
  ] satisfies [JsonObject, Record<string, string>, boolean][])('%j with %j: %s', (condition, context, holds) => {
    expect(decide(when(condition), context)).toBe(holds ? 'allow' : 'implicit-deny');
  });

  it('must all hold', () => {
    const both = { StringEquals: { 'aws:username': 'ci' }, Bool: { 'aws:SecureTransport': 'true' } };

    expect(decide(when(both), { 'aws:username': 'ci', 'aws:SecureTransport': 'true' })).toBe('allow');
    expect(decide(when(both), { 'aws:username': 'ci' })).toBe('implicit-deny');
  });
});

describe('policy documents', () => {
  it.each([
    ['not JSON', '{'],
    ['no statement', '{"Version":"2012-10-17"}'],
    ['no effect', '{"Statement":{"Action":"*"}}'],
    ['no action', '{"Statement":[{"Effect":"Allow"}]}'],
    ['a statement that is text', '{"Statement":["x"]}'],
  ])('with %s are malformed', (_, text) => {
    expect(() => parsePolicy(text)).toThrow(expect.objectContaining({ code: 'MalformedPolicyDocument' }));
  });

  it('keep their text and know their principals', () => {
    const text =
      '{"Statement":{"Effect":"Allow","Principal":{"AWS":["1","2"],"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}}';

    const document = parsePolicy(text);

    expect(document.text).toBe(text);
    expect(document.statements[0]?.principals).toEqual(['AWS:1', 'AWS:2', 'Service:ec2.amazonaws.com']);
  });
});
