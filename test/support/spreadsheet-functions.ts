export type CellValue = number | string | boolean | undefined
export type Computed = CellValue | readonly CellValue[]

/** What a spreadsheet shows in place of a value. */
class SpreadsheetError extends Error {}

/** The functions that our workbooks use, but IF, with the arithmetic of doubles and the quirks of spreadsheets. */
export function callFunction(name: string, args: readonly Computed[]): Computed {
  const number = (at: number): number => asNumber(one(args[at]))
  switch (name) {
    case 'AND':
      return args.map(one).every((each) => each === true)
    case 'OR':
      return args.map(one).some((each) => each === true)
    case 'NOT':
      return one(args[0]) !== true
    case 'EXACT':
      return exact(args[0], args[1])
    case 'SUM':
      return numbersIn(args).reduce((sum, each) => sum + each, 0)
    case 'MIN':
      return Math.min(...numbersIn(args))
    case 'MAX':
      return Math.max(...numbersIn(args))
    case 'ABS':
      return Math.abs(number(0))
    case 'INT':
      return Math.floor(number(0))
    case 'SIGN':
      return Math.sign(number(0))
    case 'ROUND':
      return roundedDecimal(number(0), number(1), (rest) => rest >= '5')
    case 'ROUNDUP':
      return roundedDecimal(number(0), number(1), (rest) => /[1-9]/.test(rest))
    case 'ROUNDDOWN':
      return roundedDecimal(number(0), number(1), () => false)
    case 'INDEX':
      return asList(args[0])[number(1) - 1]
    case 'MATCH':
      return matched(one(args[0]), asList(args[1]), number(2))
    case 'SUMPRODUCT':
      return asList(args[0]).reduce<number>((sum, each) => sum + asNumber(each), 0)
    case 'NA':
      throw new SpreadsheetError('#N/A')
    default:
      throw new Error(`no spreadsheet function ${name} is known here`)
  }
}

export function asNumber(value: CellValue): number {
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return value ? 1 : 0
  if (value === undefined) return 0
  throw new SpreadsheetError('#VALUE!')
}

export function one(value: Computed): CellValue {
  return isList(value) ? value[0] : value
}

export function isList(value: Computed): value is readonly CellValue[] {
  return Array.isArray(value)
}

function asList(value: Computed): readonly CellValue[] {
  return isList(value) ? value : [value]
}

/** Cells of texts count for nothing in a sum. */
function numbersIn(args: readonly Computed[]): number[] {
  return args.flatMap(asList).filter((each) => typeof each === 'number')
}

function exact(a: Computed, b: Computed): Computed {
  const same = (x: CellValue, y: CellValue): boolean => String(x ?? '') === String(y ?? '')
  if (!isList(a) && !isList(b)) return same(a, b)
  const [list, other] = isList(a) ? [a, one(b)] : [asList(b), one(a)]
  return list.map((each) => same(each, other))
}

function matched(wanted: CellValue, list: readonly CellValue[], kind: number): number {
  const upper = (value: CellValue): CellValue => (typeof value === 'string' ? value.toUpperCase() : value)
  const at =
    kind === 0
      ? list.findIndex((each) => upper(each) === upper(wanted))
      : list.findLastIndex((each) => asNumber(each) <= asNumber(wanted))
  if (at < 0) throw new SpreadsheetError('#N/A')
  return at + 1
}

/** Rounds the 15 digits that a spreadsheet shows, and not the bits below them. */
function roundedDecimal(value: number, places: number, goesUp: (rest: string) => boolean): number {
  const [mantissa = '', exponent = '0'] = Math.abs(value).toExponential(14).split('e')
  const digits = mantissa.replace('.', '')
  // The digits stand for 0.DIGITS times ten to the power of `point`.
  const point = Number(exponent) + 1
  const kept = point + places
  const rest = kept < 0 ? `0${digits}` : digits.slice(kept)
  const whole = kept <= 0 ? '0' : digits.slice(0, kept).padEnd(kept, '0')
  const units = BigInt(whole) + (goesUp(rest) ? 1n : 0n)
  const text = places > 0 ? `${units}e-${places}` : `${units}e${-places}`
  return Math.sign(value) * Number(text)
}
