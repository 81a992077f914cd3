/** Where `util.inspect` looks; the registered symbol keeps core free of node imports. */
const INSPECT = Symbol.for('nodejs.util.inspect.custom');
const MASK = '[secret]';

/**
 * A value that cannot be printed by accident. String conversion, JSON and
 * `util.inspect` all give `[secret]`; the text comes out through `reveal()` alone.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
    Object.defineProperty(this, INSPECT, { value: () => MASK });
  }

  /** The clear text. Call it where the value leaves for its own provider, nowhere else. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }
}
