import { hasPiledMarks } from '../piled-marks.ts'
import { type DateStyle, isoDate } from './date-style.ts'

/** A cell as it stands in a sheet. */
export interface WrittenCell {
  /** `t`: what kind of value it has. */
  readonly kind: string
  readonly style: number
  readonly value: string
  /** The text that stands in the cell itself. */
  readonly inline: string
  readonly hasFormula: boolean
  readonly hasValue: boolean
}

/** What cells refer to. */
export interface CellContext {
  readonly strings: readonly string[]
  readonly dateStyles: readonly (DateStyle | undefined)[]
  readonly countsFrom1904: boolean
}

export type CellReading =
  | { readonly kind: 'text'; readonly text: string }
  /** A number, in the digits that a spreadsheet shows of it. */
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'fault'; readonly fault: CellFault; readonly found: string }
  /** The sheet is not one that a spreadsheet writes. */
  | { readonly kind: 'broken' }

export type CellFault = 'error' | 'no-value' | 'digits' | 'no-day' | 'duration' | 'letters' | 'marks'

/** The value of a cell as text; an empty text where it is empty. */
export function readCell(cell: WrittenCell, context: CellContext): CellReading {
  const { kind, value } = cell
  // A formula that gives no letters has a value, which is an empty text; one that was never worked out has none.
  const isUnworked = cell.hasFormula && (!cell.hasValue || (value === '' && kind !== 'str'))
  if (isUnworked) return { kind: 'fault', fault: 'no-value', found: 'a formula' }
  switch (kind) {
    case 's':
      return sharedText(value, context)
    case 'str':
      return writtenText(value)
    case 'inlineStr':
      return writtenText(cell.inline)
    case 'b':
      return value === '' ? EMPTY : booleanText(value)
    case 'e':
      return { kind: 'fault', fault: 'error', found: value }
    case 'd':
      return ISO_DATE.test(value) || value === '' ? { kind: 'text', text: value } : BROKEN
    case 'n':
    case '':
      return value.trim() === '' ? EMPTY : numberText(value.trim(), cell.style, context)
    default:
      return BROKEN
  }
}

const EMPTY = { kind: 'text', text: '' } as const
const BROKEN = { kind: 'broken' } as const
const ISO_DATE = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d{1,9})?Z?)?$/

function sharedText(value: string, { strings }: CellContext): CellReading {
  const text = /^\d{1,8}$/.test(value) ? strings[Number(value)] : undefined
  return text === undefined ? BROKEN : writtenText(text)
}

function booleanText(value: string): CellReading {
  if (value === '1' || value === 'true') return { kind: 'text', text: 'true' }
  return value === '0' || value === 'false' ? { kind: 'text', text: 'false' } : BROKEN
}

/** Letters that XML cannot hold are written `_x000D_`; line breaks come out as in a CSV file. */
function writtenText(written: string): CellReading {
  const letters = written.includes('_x')
    ? written.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_all, code) =>
        String.fromCharCode(Number.parseInt(code, 16)),
      )
    : written
  const text = letters.includes('\r') ? letters.replaceAll(/\r\n?/g, '\n') : letters
  if (text.includes('\0') || !text.isWellFormed()) return { kind: 'fault', fault: 'letters', found: '' }
  return hasPiledMarks(text) ? { kind: 'fault', fault: 'marks', found: '' } : { kind: 'text', text }
}

const NUMBER = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/
const MOST_LETTERS = 400

function numberText(
  written: string,
  style: number,
  { dateStyles, countsFrom1904 }: CellContext,
): CellReading {
  const value = written.length <= MOST_LETTERS && NUMBER.test(written) ? Number(written) : Number.NaN
  if (!Number.isFinite(value)) return BROKEN
  const shownAs = dateStyles[style]
  if (shownAs === 'duration') return { kind: 'fault', fault: 'duration', found: written }
  if (shownAs === 'date') {
    const text = isoDate(value, countsFrom1904)
    return text === undefined ? { kind: 'fault', fault: 'no-day', found: written } : { kind: 'text', text }
  }
  const text = SHORT_PLAIN.test(written) ? written : fifteenDigits(value)
  // A spreadsheet keeps 15 digits, and shows the others as zeros: of an account number they would be gone.
  const isCut = Math.abs(value) >= 1e15 && BigInt(value) !== BigInt(text)
  return isCut ? { kind: 'fault', fault: 'digits', found: written } : { kind: 'number', text }
}

/** A number that is written in its 15 digits already, as nearly all are. */
const SHORT_PLAIN = /^(?!-0$)-?(?=.{1,15}$)(?:0|[1-9]\d*)(?:\.\d*[1-9])?$/

/** The 15 digits that a spreadsheet keeps of a number, without an exponent: 0.1 + 0.2 is 0.3. */
function fifteenDigits(value: number): string {
  const [mantissa = '', exponent = ''] = Math.abs(value).toExponential(14).split('e')
  const digits = mantissa.replace('.', '')
  const point = Number(exponent) + 1
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '0'
  const places = withoutLastZeros(point > 0 ? digits.slice(point) : '0'.repeat(-point) + digits)
  const sign = value < 0 ? '-' : ''
  return `${sign}${whole}${places === '' ? '' : `.${places}`}`
}

function withoutLastZeros(digits: string): string {
  let end = digits.length
  while (digits[end - 1] === '0') end -= 1
  return digits.slice(0, end)
}
