/** A growing array of 32-bit integers. `data` is replaced when it grows: read it anew after each push. */
export class IntVector {
  data: Int32Array;
  length = 0;

  constructor(capacity = 64) {
    this.data = new Int32Array(capacity);
  }

  /** A vector of these elements, which it takes over. */
  static from(data: Int32Array): IntVector {
    const vector = new IntVector(0);
    vector.data = data;
    vector.length = data.length;
    return vector;
  }

  /** A copy of the elements. */
  toArray(): Int32Array {
    return this.data.slice(0, this.length);
  }

  push(value: number): number {
    this.reserve(1);
    this.data[this.length] = value;
    return this.length++;
  }

  /** Makes room for `count` more; answers where they begin. The new elements are 0. */
  extend(count: number): number {
    this.reserve(count);
    const start = this.length;
    this.length += count;
    return start;
  }

  private reserve(count: number): void {
    if (this.length + count <= this.data.length) return;
    const grown = new Int32Array(Math.max(this.length + count, this.data.length * 2));
    grown.set(this.data);
    this.data = grown;
  }
}
