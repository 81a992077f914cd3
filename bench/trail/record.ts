import type { Caller } from './callers.ts';
import { atHome, REGIONS, serviceCaller, sessionCaller, userCaller } from './callers.ts';
import type { Call } from './calls.ts';
import { CALLS } from './calls.ts';
import type { Random } from './random.ts';
import type { TrailShape } from './shape.ts';
import { TRAIL_ACCOUNT } from './shape.ts';

const ASSUME: Call = { source: 'sts.amazonaws.com', name: 'AssumeRole', readOnly: true, parameters: () => null };
/** Different calls that one caller makes. */
const REPERTOIRE = 12;
const SHARED_ROLE = [
  { accountId: TRAIL_ACCOUNT, type: 'AWS::IAM::Role', ARN: `arn:aws:iam::${TRAIL_ACCOUNT}:role/shared` },
];
const SERVICES = ['ec2', 'autoscaling', 'lambda', 'config', 'elasticloadbalancing'];

/** Makes records in order of time; remembers which sessions have begun where. */
export class RecordMaker {
  readonly #random: Random;
  readonly #shape: TrailShape;
  readonly #sessions: number[] = REGIONS.map(() => 0);

  constructor(random: Random, shape: TrailShape) {
    this.#random = random;
    this.#shape = shape;
  }

  /** One record as JSON. @param at epoch milliseconds @param region index of the region that logs it */
  make(at: number, region: number): string {
    const time = `${new Date(at).toISOString().slice(0, 19)}Z`;
    return JSON.stringify(this.#record(time, region));
  }

  #record(time: string, region: number): object {
    const random = this.#random;
    const shape = this.#shape;
    if (random.next() < shape.keyless) {
      return this.#call(time, region, serviceCaller(`${random.pick(SERVICES)}.amazonaws.com`), false);
    }
    if (random.next() >= shape.sessionCalls) return this.#call(time, region, userCaller(random, shape, region), true);
    if (random.next() < 1 / shape.callsPerSession) return this.#assume(time, region);
    // Of the sessions that began lately, the newest make most of the calls.
    const index = Math.max(0, (this.#sessions[region] ?? 0) - 1 - random.skewed(60));
    return this.#call(time, region, sessionCaller(shape, atHome(index, region), time), true);
  }

  /** Somebody is given the key of a new session: half of the time a user, else a service. */
  #assume(time: string, region: number): object {
    const random = this.#random;
    const index = this.#sessions[region] ?? 0;
    this.#sessions[region] = index + 1;
    const { minted } = sessionCaller(this.#shape, atHome(index, region), time);
    const caller =
      random.next() < 0.5 ? userCaller(random, this.#shape, region) : serviceCaller('lambda.amazonaws.com');
    return {
      ...this.#frame(time, region, caller, ASSUME),
      requestParameters: { roleArn: minted?.role, roleSessionName: minted?.session },
      responseElements: {
        credentials: {
          accessKeyId: minted?.key,
          sessionToken: `IQoJb3JpZ2lu${random.hex(120)}`,
          expiration: 'Sep 30, 2026, 11:59:59 PM',
        },
      },
      ...this.#tail(region, ASSUME),
    };
  }

  #call(time: string, region: number, caller: Caller, mayFail: boolean): object {
    const random = this.#random;
    const call = CALLS[(caller.repertoire + random.skewed(REPERTOIRE)) % CALLS.length] ?? ASSUME;
    const failed = mayFail && random.next() < this.#shape.errors;
    return {
      ...this.#frame(time, region, caller, call),
      ...(failed
        ? { errorCode: 'AccessDenied', errorMessage: 'User is not authorized to perform this operation' }
        : {}),
      requestParameters: failed ? null : call.parameters(random),
      responseElements: call.readOnly ? null : { requestId: random.uuid(), _return: true },
      ...this.#tail(region, call),
    };
  }

  #frame(time: string, region: number, caller: Caller, call: Call): object {
    return {
      eventVersion: '1.11',
      userIdentity: caller.identity,
      eventTime: time,
      eventSource: call.source,
      eventName: call.name,
      awsRegion: REGIONS[region],
      sourceIPAddress: caller.address,
      userAgent: caller.agent,
    };
  }

  #tail(region: number, call: Call): object {
    const random = this.#random;
    const id = random.uuid();
    return {
      additionalEventData: {
        SignatureVersion: 'SigV4',
        CipherSuite: 'TLS_AES_128_GCM_SHA256',
        bytesTransferredIn: 0,
        AuthenticationMethod: 'AuthHeader',
        'x-amz-id-2': random.base64(76),
        bytesTransferredOut: random.skewed(9_000),
      },
      requestID: id,
      eventID: random.uuid(),
      readOnly: call.readOnly,
      eventType: 'AwsApiCall',
      managementEvent: true,
      ...(call.readOnly ? {} : { resources: SHARED_ROLE }),
      recipientAccountId: TRAIL_ACCOUNT,
      eventCategory: 'Management',
      tlsDetails: {
        tlsVersion: 'TLSv1.3',
        cipherSuite: 'TLS_AES_128_GCM_SHA256',
        clientProvidedHostHeader: `${call.source.replace('.amazonaws.com', '')}.${REGIONS[region]}.amazonaws.com`,
      },
    };
  }
}
