import { EXIT } from './exit-codes.ts'
import { writeFaultWords } from './write-faults.ts'

/** Where a command writes, and what may be written there. */
export interface Terminal {
  out(text: string): void
  err(text: string): void
  /** Columns that a table may fill. */
  readonly width: number
  readonly paint: Paint
}

export type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'green'

/** Colours a text, or leaves it as it is. */
export type Paint = (style: Style, text: string) => string

const CODES: Readonly<Record<Style, readonly [number, number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  yellow: [33, 39],
  green: [32, 39],
}

const WIDTH_WITHOUT_TERMINAL = 100

export const plainPaint: Paint = (_style, text) => text

const colourPaint: Paint = (style, text) => {
  const [on, off] = CODES[style]
  return `\u001b[${on}m${text}\u001b[${off}m`
}

/** The terminal of this process. Colour only on a screen, and never where NO_COLOR is set. */
export function processTerminal(): Terminal {
  const isScreen = process.stdout.isTTY === true
  const isPlain = (process.env['NO_COLOR'] ?? '') !== '' || process.env['TERM'] === 'dumb'
  process.stdout.on('error', stopWriting)
  process.stderr.on('error', () => undefined)
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    // Some terminals say that they have no columns at all.
    width: (isScreen && process.stdout.columns) || WIDTH_WITHOUT_TERMINAL,
    paint: isScreen && !isPlain ? colourPaint : plainPaint,
  }
}

/** A reader who has seen enough, as `head` has, is no fault; a disk that takes no more is one. */
function stopWriting(thrown: unknown): void {
  if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EPIPE') return
  process.stderr.write(`the output cannot be written: ${writeFaultWords(thrown)}\n`)
  process.exit(EXIT.input)
}
