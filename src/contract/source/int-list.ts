/** Whole numbers below 2^31, one behind another, in four bytes each. */
export class IntList {
  length = 0
  private room: Int32Array<ArrayBuffer>

  /** With room for so many at first: memory that nothing is written to costs nothing. */
  constructor(room: number) {
    this.room = new Int32Array(room)
  }

  push(item: number): void {
    const { length } = this
    if (length === this.room.length) this.grow()
    this.room[length] = item
    this.length = length + 1
  }

  private grow(): void {
    const larger = new Int32Array(this.length * 2 + 1)
    larger.set(this.room)
    this.room = larger
  }

  items(): Int32Array {
    return this.room.subarray(0, this.length)
  }
}
