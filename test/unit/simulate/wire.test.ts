import { describe, expect, it } from 'vitest';
import { AwsFault } from '../../../src/simulate/aws/fault.ts';
import { encodeFault, encodeOutcome } from '../../../src/simulate/aws/wire/encode.ts';
import { parseForm } from '../../../src/simulate/aws/wire/form.ts';
import { findRoute } from '../../../src/simulate/aws/wire/rest-routes.ts';
import { readSignature } from '../../../src/simulate/aws/wire/signature.ts';
import { toXml } from '../../../src/simulate/aws/wire/xml.ts';

const answered = (service: string, action: string): { service: string; action: string; requestId: string } => ({
  service,
  action,
  requestId: 'r-1',
});

describe('forms', () => {
  it('become nested parameters', () => {
    const body = 'Action=CreateRole&Version=2010-05-08&RoleName=a+b%2Fc&Tags.member.1.Key=k&Tags.member.1.Value=v';

    expect(parseForm(body)).toEqual({
      action: 'CreateRole',
      params: { RoleName: 'a b/c', Tags: [{ Key: 'k', Value: 'v' }] },
    });
  });

  it('know lists without the word member, as EC2 sends them', () => {
    expect(parseForm('Action=X&RegionName.1=a&RegionName.2=b').params).toEqual({ RegionName: ['a', 'b'] });
  });
});

describe('XML', () => {
  it('escapes what attackers put into names', () => {
    expect(toXml('UserName', '<b>&"\u0007')).toBe('<UserName>&lt;b&gt;&amp;&quot;&#x7;</UserName>');
  });

  it('writes members, repeated elements and leaves out what is undefined', () => {
    const value = { Users: ['a', 'b'], Map: { entry: { repeated: [{ key: 'k', value: 1 }] } }, Gone: undefined };

    expect(toXml('R', value)).toBe(
      '<R><Users><member>a</member><member>b</member></Users><Map><entry><key>k</key><value>1</value></entry></Map></R>',
    );
  });
});

describe('answers', () => {
  it('of query services wrap their result', () => {
    const reply = encodeOutcome(answered('sts', 'GetCallerIdentity'), { body: { Account: '1' } });

    expect(reply.body.toString()).toContain(
      '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Account>1</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></GetCallerIdentityResponse>',
    );
  });

  it('of EC2 have items and no wrapper', () => {
    const body = { regionInfo: [{ regionName: 'us-east-1' }] };

    const reply = encodeOutcome(answered('ec2', 'DescribeRegions'), { body });

    expect(reply.body.toString()).toContain(
      '<requestId>r-1</requestId><regionInfo><item><regionName>us-east-1</regionName></item></regionInfo></DescribeRegionsResponse>',
    );
  });

  it.each([
    [
      'iam',
      '<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>C</Code>',
    ],
    [
      'ec2',
      '<Response><Errors><Error><Code>C</Code><Message>m</Message></Error></Errors><RequestID>r-1</RequestID></Response>',
    ],
    ['s3', '<Error><Code>C</Code><Message>m</Message><RequestId>r-1</RequestId></Error>'],
    ['cloudtrail', '{"__type":"C","message":"m"}'],
    ['sqs', '{"__type":"com.amazonaws.sqs#C","message":"m"}'],
    ['guardduty', '{"message":"m"}'],
  ])('that are errors of %s look like its own', (service, text) => {
    const reply = encodeFault(answered(service, 'X'), new AwsFault('C', 'm', 403));

    expect(reply.status).toBe(403);
    expect(reply.body.toString()).toContain(text);
  });
});

describe('REST routes', () => {
  it('give path parameters and the query', () => {
    const url = new URL('http://x/detector/abc/findings?maxResults=5');

    expect(findRoute('guardduty', 'POST', url)).toEqual({
      action: 'ListFindings',
      params: { DetectorId: 'abc', maxResults: '5' },
    });
    expect(findRoute('guardduty', 'GET', url)).toBeUndefined();
  });
});

describe('signatures', () => {
  it('tell key, region and service', () => {
    const authorization = `AWS4-HMAC-SHA256 Credential=K/20261123/eu-central-1/sts/aws4_request, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`;

    expect(readSignature({ authorization })).toMatchObject({
      keyId: 'K',
      region: 'eu-central-1',
      service: 'sts',
      signedHeaders: ['host', 'x-amz-date'],
    });
  });

  it.each([undefined, '', 'Bearer x', 'AWS4-HMAC-SHA256 Credential=K'])('are absent from %j', (authorization) => {
    expect(readSignature(authorization === undefined ? {} : { authorization })).toBeUndefined();
  });
});
