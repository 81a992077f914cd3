import type { Random } from './random.ts';
import type { TrailShape } from './shape.ts';
import { TRAIL_ACCOUNT } from './shape.ts';

/** Who makes a call, as a record shows it. */
export interface Caller {
  readonly identity: object;
  readonly address: string;
  readonly agent: string;
  /** Where in the list of calls its repertoire begins: every caller does the same few things all the time. */
  readonly repertoire: number;
  /** The session's first call was answered with its key: what the record of that looks like. */
  readonly minted: { readonly key: string; readonly role: string; readonly session: string } | null;
}

export const REGIONS: readonly string[] = ['us-east-1', 'us-west-2', 'eu-central-1', 'eu-west-1'];

const AGENTS = [
  'aws-sdk-go-v2/1.30.3 ua/2.1 os/linux lang/go#1.22.5 md/GOOS#linux md/GOARCH#amd64 api/ec2#1.173.0 m/E,g',
  'Boto3/1.34.149 md/Botocore#1.34.149 ua/2.0 os/linux#5.15.0-1064-aws md/arch#x86_64 lang/python#3.12.4 md/pyimpl#CPython cfg/retry-mode#legacy Botocore/1.34.149',
  'aws-cli/2.17.20 md/awscrt#0.20.11 ua/2.0 os/linux#6.1.97-104.177.amzn2023.x86_64 md/arch#x86_64 lang/python#3.11.9 md/pyimpl#CPython cfg/retry-mode#standard md/installer#exe md/prompt#off md/command#ec2.describe-instances',
  'APN/1.0 HashiCorp/1.0 Terraform/1.9.3 (+https://www.terraform.io) terraform-provider-aws/5.60.0 (+https://registry.terraform.io/providers/hashicorp/aws) aws-sdk-go-v2/1.30.3 os/linux lang/go#1.22.5 md/GOOS#linux md/GOARCH#amd64',
  'aws-sdk-java/2.26.21 md/io#sync md/http#Apache ua/2.0 os/Linux#5.10.220 lang/java#17.0.11 md/OpenJDK_64-Bit_Server_VM#17.0.11+9-LTS md/vendor#Amazon.com_Inc. md/en_US cfg/auth-source#sts m/D',
];

/** A key of a user: one address, one tool, one region. */
export function userCaller(random: Random, shape: TrailShape, region: number): Caller {
  const key = atHome(random.skewed(shape.keys / REGIONS.length), region);
  return {
    identity: {
      type: 'IAMUser',
      principalId: keyId('AIDA', key),
      arn: `arn:aws:iam::${TRAIL_ACCOUNT}:user/service-${key}`,
      accountId: TRAIL_ACCOUNT,
      accessKeyId: keyId('AKIA', key),
      userName: `service-${key}`,
    },
    address: addressOf(key),
    agent: agentOf(key),
    repertoire: key * 13,
    minted: null,
  };
}

/** @param session number of the session; the same number is always the same session */
export function sessionCaller(shape: TrailShape, session: number, time: string): Caller {
  const role = (session * 7919) % shape.roles;
  const key = keyId('ASIA', session + shape.keys);
  const roleArn = `arn:aws:iam::${TRAIL_ACCOUNT}:role/app-role-${role}`;
  const name = `run-${session}`;
  return {
    identity: {
      type: 'AssumedRole',
      principalId: `${keyId('AROA', role)}:${name}`,
      arn: `arn:aws:sts::${TRAIL_ACCOUNT}:assumed-role/app-role-${role}/${name}`,
      accountId: TRAIL_ACCOUNT,
      accessKeyId: key,
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: keyId('AROA', role),
          arn: roleArn,
          accountId: TRAIL_ACCOUNT,
          userName: `app-role-${role}`,
        },
        webIdFederationData: {},
        attributes: { creationDate: time, mfaAuthenticated: 'false' },
      },
    },
    address: addressOf(role),
    agent: agentOf(role),
    repertoire: role * 7,
    minted: { key, role: roleArn, session: name },
  };
}

/** A service that acts by itself. */
export function serviceCaller(service: string): Caller {
  return {
    identity: { type: 'AWSService', invokedBy: service },
    address: service,
    agent: service,
    repertoire: 0,
    minted: null,
  };
}

/** `AKIA` and its like, with a body that depends on the number alone. */
export function keyId(prefix: string, number: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  let text = '';
  let state = (number * 2_654_435_761 + prefix.charCodeAt(1)) >>> 0;
  while (text.length < 16) {
    text += alphabet[state >>> 27] ?? 'A';
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  }
  return prefix + text;
}

/** The number of the n-th thing that lives in a region: each has a home of its own. */
export function atHome(index: number, region: number): number {
  return index * REGIONS.length + region;
}

function addressOf(number: number): string {
  return `198.51.100.${1 + (number % 250)}`;
}

function agentOf(number: number): string {
  return AGENTS[number % AGENTS.length] ?? '';
}
