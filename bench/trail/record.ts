import type { Call } from './calls.ts';
import { CALLS } from './calls.ts';
import type { Caller } from './callers.ts';
import { serviceCaller, sessionCaller, userCaller } from './callers.ts';
import type { Random } from './random.ts';
import type { TrailShape } from './shape.ts';
import { TRAIL_ACCOUNT } from './shape.ts';

const ASSUME: Call = { source: 'sts.amazonaws.com', name: 'AssumeRole', readOnly: true, parameters: () => null };
const SERVICES = ['ec2', 'autoscaling', 'lambda', 'config', 'elasticloadbalancing'];

/** Makes records in order of time; remembers which sessions have begun. */
export class RecordMaker {
  readonly #random: Random;
  readonly #shape: TrailShape;
  #sessions = 0;

  constructor(random: Random, shape: TrailShape) {
    this.#random = random;
    this.#shape = shape;
  }

  /** One record as JSON. @param at epoch milliseconds */
  make(at: number): string {
    const time = `${new Date(at).toISOString().slice(0, 19)}Z`;
    return JSON.stringify(this.#record(time));
  }

  #record(time: string): object {
    const random = this.#random;
    const shape = this.#shape;
    if (random.next() < shape.keyless) {
      return this.#call(time, serviceCaller(random, `${random.pick(SERVICES)}.amazonaws.com`), false);
    }
    if (random.next() >= shape.sessionCalls) return this.#call(time, userCaller(random, shape), true);
    if (random.next() < 1 / shape.callsPerSession) return this.#assume(time);
    // Of the sessions that began lately, the newest make most of the calls.
    const session = Math.max(0, this.#sessions - 1 - random.skewed(60));
    return this.#call(time, sessionCaller(random, shape, session, time), true);
  }

  /** A service hands out the key of a new session. */
  #assume(time: string): object {
    const { minted, region } = sessionCaller(this.#random, this.#shape, this.#sessions, time);
    this.#sessions += 1;
    const service = serviceCaller(this.#random, 'lambda.amazonaws.com');
    return {
      ...this.#frame(time, { ...service, region }, ASSUME),
      requestParameters: { roleArn: minted?.role, roleSessionName: minted?.session },
      responseElements: {
        credentials: {
          accessKeyId: minted?.key,
          sessionToken: `IQoJb3JpZ2lu${this.#random.hex(120)}`,
          expiration: 'Sep 30, 2026, 11:59:59 PM',
        },
      },
      ...this.#tail(ASSUME, region),
    };
  }

  #call(time: string, caller: Caller, mayFail: boolean): object {
    const random = this.#random;
    const call = CALLS[random.skewed(CALLS.length)] ?? ASSUME;
    const failed = mayFail && random.next() < this.#shape.errors;
    return {
      ...this.#frame(time, caller, call),
      ...(failed
        ? { errorCode: 'AccessDenied', errorMessage: 'User is not authorized to perform this operation' }
        : {}),
      requestParameters: failed ? null : call.parameters(random),
      responseElements: null,
      ...this.#tail(call, caller.region),
    };
  }

  #frame(time: string, caller: Caller, call: Call): object {
    return {
      eventVersion: '1.11',
      userIdentity: caller.identity,
      eventTime: time,
      eventSource: call.source,
      eventName: call.name,
      awsRegion: caller.region,
      sourceIPAddress: caller.address,
      userAgent: caller.agent,
    };
  }

  #tail(call: Call, region: string): object {
    const random = this.#random;
    const id = random.uuid();
    return {
      additionalEventData: {
        SignatureVersion: 'SigV4',
        CipherSuite: 'TLS_AES_128_GCM_SHA256',
        bytesTransferredIn: 0,
        AuthenticationMethod: 'AuthHeader',
        bytesTransferredOut: random.skewed(9_000),
      },
      requestID: id,
      eventID: random.uuid(),
      readOnly: call.readOnly,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: TRAIL_ACCOUNT,
      eventCategory: 'Management',
      tlsDetails: {
        tlsVersion: 'TLSv1.3',
        cipherSuite: 'TLS_AES_128_GCM_SHA256',
        clientProvidedHostHeader: `${call.source.replace('.amazonaws.com', '')}.${region}.amazonaws.com`,
      },
    };
  }
}
