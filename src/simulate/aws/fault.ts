/** An answer of AWS that is an error. `code` is what goes over the wire. */
export class AwsFault extends Error {
  readonly code: string;
  readonly status: number;
  /** How CloudTrail spells it, where that differs: IAM logs `NoSuchEntityException` for the wire's `NoSuchEntity`. */
  readonly logCode: string;

  constructor(code: string, message: string, status: number = 400, logCode: string = code) {
    super(message);
    this.name = 'AwsFault';
    this.code = code;
    this.status = status;
    this.logCode = logCode;
  }
}

/** A fault of IAM: the wire says `NoSuchEntity`, the log `NoSuchEntityException`. */
export function iamFault(code: string, message: string, status: number): AwsFault {
  return new AwsFault(code, message, status, `${code}Exception`);
}

export function noSuchEntity(message: string): AwsFault {
  return iamFault('NoSuchEntity', message, 404);
}
