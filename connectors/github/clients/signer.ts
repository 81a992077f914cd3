/** Makes the `Authorization` header of a request. */
export interface Signer {
  /** @throws AppError */
  authorization(signal: AbortSignal): Promise<string>;
}
