import type { JsonObject } from '../json.ts';
import type { Caller, Origin } from './model.ts';
import type { Decision } from './policy.ts';
import type { Account, World } from './world.ts';

/** One decoded request, whichever wire it came over. Parameters are spelled as the SDK spells them. */
export interface Call {
  readonly service: string;
  readonly action: string;
  readonly params: JsonObject;
  readonly region: string;
  readonly origin: Origin;
}

/** What an operation sees while it runs. */
export interface Scene {
  readonly world: World;
  readonly account: Account;
  readonly caller: Caller;
  readonly region: string;
  readonly now: number;
  readonly origin: Origin;
}

/** What is judged by policies: the resource and the values that conditions may ask for. */
export interface Target {
  readonly resource: string;
  readonly context?: ReadonlyMap<string, string>;
}

/** What differs from the default record: parameters and, for writes, the answer, both in lower camel case. */
export interface LogFields {
  readonly requestParameters?: JsonObject | null;
  readonly responseElements?: JsonObject | null;
  readonly additionalEventData?: JsonObject;
  readonly resources?: readonly JsonObject[];
  readonly sharedEventID?: string;
}

/** S3 answers that are no XML document. */
export interface RawReply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly bytes?: Buffer;
}

export interface Outcome {
  /** The answer as it goes over the wire: numbers for times in JSON services, ISO text in XML. */
  readonly body: JsonObject;
  readonly log?: LogFields;
  readonly raw?: RawReply;
}

/** One API operation. */
export interface Operation {
  /** The `readOnly` flag of its record. Not always what the name says: AssumeRole is read-only. */
  readonly readOnly: boolean;
  /** A data event: invisible to LookupEvents, in trails only when selected. */
  readonly data?: boolean;
  /** The name in the record when it is another: ListObjectsV2 is logged as ListObjects. */
  readonly eventName?: string;
  /** The permission when it has another name than the operation: `s3:ListBucket`. */
  readonly permission?: string;
  /** Needs no permission and passes even under an explicit deny. */
  readonly open?: boolean;
  /** What policies are asked about; `*` when absent. */
  readonly target?: (params: JsonObject, scene: Scene) => Target;
  /** Replaces the ordinary judgement by the caller's policies. */
  readonly authorize?: (params: JsonObject, scene: Scene) => Decision;
  readonly run: (params: JsonObject, scene: Scene) => Outcome;
}

export type Operations = Readonly<Record<string, Operation>>;
