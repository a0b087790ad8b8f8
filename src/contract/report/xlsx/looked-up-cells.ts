import type { CheckedParameter, Value } from '../../../core/formula/checked.ts'
import { lookUp } from '../../../core/funding/look-up.ts'
import { absolute, compare, equal, type Rational, subtract } from '../../../core/numbers/rational.ts'
import type { ParameterPlaces, PointPlaces, TablePlaces } from './parameter-sheet.ts'
import { leaf, made, nearestError, numberIn, type Reckoned, size } from './reckoned.ts'
import { exactly, isApart, TOO_NEAR } from './reckoned-rounding.ts'

/** A step or an entry that is found on the sheet of parameters. */
export function foundEntry(
  parameter: CheckedParameter,
  keys: readonly Reckoned[],
  places: ParameterPlaces,
): Reckoned {
  const value = lookUp(parameter.value, valuesOf(keys))
  const [key] = keys
  const points = places.points(parameter.name)
  if (parameter.value.kind === 'band' && points !== undefined && key !== undefined)
    return foundStep(parameter.value.points, exactly(key), { value, points })
  const table = places.table(parameter.name)
  const text = table === undefined ? 'NA()' : entryText(table, keys)
  return asFound(text, value, keys)
}

/** The number of the straight line of a taper that a key lies on. */
export function taperLine(parameter: CheckedParameter, key: Reckoned, places: ParameterPlaces): Reckoned {
  const points = pointsOf(parameter, places)
  const x = numberIn(key)
  const starts = taperPoints(parameter).slice(0, -1)
  const line = x && starts.findLastIndex(([start]) => compare(start, x) <= 0)
  const text = `MATCH(${within(key, points)},${points.lines},1)`
  return asFound(text, line === undefined ? undefined : { n: BigInt(Math.max(line, 0) + 1), d: 1n }, [key])
}

/** What a taper gives, from the number of the line: straight between two points, flat outside of all. */
export function taperValue(
  parameter: CheckedParameter,
  { key, line }: { readonly key: Reckoned; readonly line: Reckoned },
  places: ParameterPlaces,
): Reckoned {
  const { starts, values, ...ends } = pointsOf(parameter, places)
  const points = taperPoints(parameter)
  const value = lookUp(parameter.value, valuesOf([key]))
  if (points.length < 2) return asFound(`INDEX(${values},1)`, value, [key])
  const at = (range: string, further = ''): string => `INDEX(${range},${line.text}${further})`
  const rise = `(${at(values, '+1')}-${at(values)})`
  const run = `(${at(starts, '+1')}-${at(starts)})`
  const text = `${at(values)}+(${within(key, ends)}-${at(starts)})*${rise}/${run}`
  const error = steepest(points) * key.error + greatestSize(points) * 2 ** -46
  return made({ text, binds: 2, depth: 2, value, error: value === undefined ? 0 : error, isNearest: false }, [
    key,
  ])
}

function foundStep(
  steps: readonly (readonly [Rational, Rational])[],
  key: Reckoned,
  { value, points }: { value: Rational | undefined; points: PointPlaces },
): Reckoned {
  const x = numberIn(key)
  const isNear = ([start]: readonly [Rational, Rational]): boolean =>
    x !== undefined &&
    (equal(start, x) ? !key.isNearest : !isApart(absolute(subtract(start, x)), { error: key.error, of: x }))
  const text = `INDEX(${points.values},MATCH(MAX(${key.text},${points.first}),${points.starts},1))`
  const found = asFound(text, value, [key])
  return { ...found, doubt: found.doubt ?? (steps.some(isNear) ? TOO_NEAR : undefined) }
}

function entryText({ keys, values, isPlain }: TablePlaces, wanted: readonly Reckoned[]): string {
  const [first] = wanted
  if (isPlain && first !== undefined) return `INDEX(${values},MATCH(${first.text},${keys[0]},0))`
  const same = keys.map((range, i) => `EXACT(${range},${wanted[i]?.text ?? ''})`)
  return `SUMPRODUCT(${[...same, values].join('*')})`
}

function asFound(text: string, value: Rational | undefined, keys: readonly Reckoned[]): Reckoned {
  const { places } = leaf('', value)
  const depth = Math.max(0, ...keys.map((key) => key.depth)) + 3
  return made({ text, depth, value, places, error: value === undefined ? 0 : nearestError(value) }, keys)
}

function within({ text }: Reckoned, { first, last }: Pick<PointPlaces, 'first' | 'last'>): string {
  return `MIN(MAX(${text},${first}),${last})`
}

function pointsOf({ name }: CheckedParameter, places: ParameterPlaces): PointPlaces {
  const points = places.points(name)
  if (points === undefined) throw new Error(`the points of ${name} have a place`)
  return points
}

function taperPoints({ name, value }: CheckedParameter): readonly (readonly [Rational, Rational])[] {
  if (value.kind !== 'taper') throw new Error(`${name} was checked to be a taper`)
  return value.points
}

function steepest(points: readonly (readonly [Rational, Rational])[]): number {
  return points.reduce((most, [x, y], i) => {
    const before = points[i - 1]
    if (before === undefined) return most
    return Math.max(most, size(subtract(y, before[1])) / size(subtract(x, before[0])))
  }, 0)
}

function greatestSize(points: readonly (readonly [Rational, Rational])[]): number {
  return Math.max(...points.map(([, y]) => size(y)))
}

/** The values of keys, or none where one is missing. */
function valuesOf(keys: readonly Reckoned[]): readonly Value[] {
  const values = keys.map(({ value }) => value).filter((value) => value !== undefined)
  return values.length === keys.length ? values : []
}
