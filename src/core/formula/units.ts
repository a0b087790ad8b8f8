import { nearest } from '../text/nearest.ts'

/** A product of powers of base units, such as `money/pupil`; no entry is zero. Empty for a pure number. */
export type Unit = ReadonlyMap<string, number>

/** Units that every formula has; it may declare others of its own (classroom, day, mile). */
export const BUILT_IN_UNITS: readonly string[] = ['money', 'pupil', 'fte', 'minute', 'year']

export const PURE: Unit = new Map()
export const MONEY: Unit = new Map([['money', 1]])

const HIGHEST_POWER = 9

/** Nobody writes a longer unit. */
const MOST_CHARACTERS = 200

export type UnitReading =
  | { readonly kind: 'unit'; readonly unit: Unit }
  | { readonly kind: 'fault'; readonly message: string; readonly found: string; readonly suggestion?: string }

/** Reads `money/pupil`, `fte*year`, `pupil^2` or `1`; only units in `known` are let through. */
export function readUnit(text: string, known: readonly string[]): UnitReading {
  if (text.length > MOST_CHARACTERS) return { kind: 'fault', message: 'a unit is too long', found: text }
  const powers = new Map<string, number>()
  let sign = 1
  for (const part of text.split(/([*/])/)) {
    const word = part.trim()
    if (word === '*' || word === '/') {
      sign = word === '*' ? 1 : -1
      continue
    }
    if (word === '1') continue
    const [name = '', power = '1'] = word.split('^').map((piece) => piece.trim())
    if (!known.includes(name)) return unknownUnit(name, known)
    if (!/^[1-9]$/.test(power))
      return { kind: 'fault', message: `"${power}" is not a power from 1 to 9`, found: text }
    powers.set(name, (powers.get(name) ?? 0) + sign * Number(power))
  }
  return { kind: 'unit', unit: withoutZeros(powers) }
}

/** `money/pupil`; a pure number is `1`. Units above the line come first, each group in alphabetical order. */
export function unitText(unit: Unit): string {
  const powers = [...unit].sort(([a], [b]) => (a < b ? -1 : 1))
  const above = powers.filter(([, power]) => power > 0).map(([name, power]) => powerText(name, power))
  const below = powers.filter(([, power]) => power < 0).map(([name, power]) => powerText(name, -power))
  return [above.length > 0 ? above.join('*') : '1', ...below].join('/')
}

export function sameUnit(a: Unit, b: Unit): boolean {
  return a.size === b.size && [...a].every(([name, power]) => b.get(name) === power)
}

export function timesUnit(a: Unit, b: Unit): Unit {
  const powers = new Map(a)
  for (const [name, power] of b) powers.set(name, (powers.get(name) ?? 0) + power)
  return withoutZeros(powers)
}

export function overUnit(a: Unit, b: Unit): Unit {
  return timesUnit(a, powerOfUnit(b, -1))
}

export function powerOfUnit(unit: Unit, power: number): Unit {
  return withoutZeros(new Map([...unit].map(([name, each]) => [name, each * power])))
}

/** Whether a unit's powers stay small enough to be meant. */
export function isPlausible(unit: Unit): boolean {
  return [...unit.values()].every((power) => Math.abs(power) <= HIGHEST_POWER)
}

function withoutZeros(powers: ReadonlyMap<string, number>): Unit {
  return new Map([...powers].filter(([, power]) => power !== 0))
}

function powerText(name: string, power: number): string {
  return power === 1 ? name : `${name}^${power}`
}

const SYNONYMS: ReadonlyMap<string, string> = new Map([
  ['student', 'pupil'],
  ['students', 'pupil'],
  ['pupils', 'pupil'],
  ['dollar', 'money'],
  ['dollars', 'money'],
  ['usd', 'money'],
  ['ratio', '1'],
  ['percent', '1'],
  ['number', '1'],
])

function unknownUnit(name: string, known: readonly string[]): UnitReading {
  const meant = SYNONYMS.get(name.toLowerCase()) ?? nearest(name, known)
  const suggestion = meant === undefined ? `declare it: units: [${name}]` : `write ${meant}`
  return { kind: 'fault', message: `"${name}" is not a unit of this formula`, found: name, suggestion }
}
