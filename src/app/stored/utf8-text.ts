/** A text in UTF-8 that grows bit by bit, and is begun anew in the same memory. */
export class Utf8Text {
  /** In bytes. */
  length = 0
  private bytes = new Uint8Array(64 * 1024)

  /** Adds a stretch of a text that is nothing but ASCII. */
  ascii(text: string, from = 0, to = text.length): void {
    const bytes = this.room(to - from)
    let at = this.length
    for (let i = from; i < to; i += 1) {
      bytes[at] = text.charCodeAt(i)
      at += 1
    }
    this.length = at
  }

  /**
   * Adds a stretch of a text that every notation has as it is: nothing in it is quoted, escaped, or beyond U+07FF. Of
   * another it adds nothing, and gives `false`.
   */
  plain(text: string, from = 0, to = text.length): boolean {
    const bytes = this.room(2 * (to - from))
    let at = this.length
    for (let i = from; i < to; i += 1) {
      const code = text.charCodeAt(i)
      if (code < 0x80) {
        if (code < SPACE || code === QUOTE || code === BACKSLASH) return false
        bytes[at] = code
        at += 1
      } else {
        if (code > 0x7ff) return false
        bytes[at] = 0xc0 | (code >> 6)
        bytes[at + 1] = 0x80 | (code & 0x3f)
        at += 2
      }
    }
    this.length = at
    return true
  }

  /** Adds any text. */
  text(text: string): void {
    const bytes = this.room(3 * text.length)
    this.length += encoder.encodeInto(text, bytes.subarray(this.length)).written
  }

  /** What there is so far, in its memory. */
  written(): Uint8Array<ArrayBuffer> {
    return this.bytes.subarray(0, this.length)
  }

  /** Its memory, with room for so many bytes more behind its length. */
  room(more: number): Uint8Array {
    if (this.length + more > this.bytes.length) {
      const larger = new Uint8Array(2 * (this.length + more))
      larger.set(this.written())
      this.bytes = larger
    }
    return this.bytes
  }
}

const [SPACE, QUOTE, BACKSLASH] = [32, 34, 92] as const
const encoder = new TextEncoder()
