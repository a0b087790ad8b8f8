import { MOST_LINE_BYTES } from './export-format.ts'
import { lineFault } from './line-fault.ts'

export interface FileLine {
  readonly number: number
  /** With its line feed. */
  readonly bytes: Buffer
}

const LINE_FEED = 0x0a

/** The lines of a file, one at a time, however large the file is. Every line has to end with a line feed. */
export async function* fileLines(source: AsyncIterable<Uint8Array>): AsyncGenerator<FileLine> {
  let number = 1
  let begun: Uint8Array[] = []
  let begunBytes = 0
  for await (const piece of source) {
    let from = 0
    for (;;) {
      const end = piece.indexOf(LINE_FEED, from)
      const part = piece.subarray(from, end < 0 ? piece.length : end + 1)
      begun.push(part)
      begunBytes += part.length
      if (begunBytes > MOST_LINE_BYTES) throw lineFault(number, `it is longer than ${MOST_LINE_BYTES} bytes`)
      if (end < 0) break
      yield { number, bytes: Buffer.concat(begun) }
      number += 1
      begun = []
      begunBytes = 0
      from = end + 1
    }
  }
  if (begunBytes > 0) throw lineFault(number, 'it is cut off')
}
