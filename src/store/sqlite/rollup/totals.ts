/** Sums by number, for numbers that are given out from 1 on: an array is far faster than a map here. */
export class Totals {
  #sums: Float64Array = new Float64Array(1024);

  add(id: number, n: number): void {
    if (id >= this.#sums.length) this.#grow(id);
    this.#sums[id] = (this.#sums[id] ?? 0) + n;
  }

  forEach(visit: (id: number, n: number) => void): void {
    const sums = this.#sums;
    for (let id = 0; id < sums.length; id += 1) {
      const n = sums[id] ?? 0;
      if (n > 0) visit(id, n);
    }
  }

  #grow(id: number): void {
    const grown = new Float64Array(2 ** Math.ceil(Math.log2(id + 1)));
    grown.set(this.#sums);
    this.#sums = grown;
  }
}
