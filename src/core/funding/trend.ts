import type { Checked, CheckedFormula, Formulated } from '../formula/checked.ts'
import { compare, type Rational, zero } from '../numbers/rational.ts'
import type { RunData } from './run-data.ts'

/** How an amount moves as one parameter rises, for every school and every value from zero up. */
export type Trend = 'constant' | 'rises' | 'falls' | 'unknown'

/** What is known of an expression: how it moves, and whether it is never below or never above zero. */
export interface Course {
  readonly trend: Trend
  readonly sign: 'zero-or-more' | 'zero-or-less' | 'any'
}

/** The courses of a formula's parts as one parameter rises. */
export interface Courses {
  of(formulated: Formulated): Course
  /** How a line moves: as its amount, if it applies to the same schools whatever the parameter. */
  ofLine(id: string): Course
}

/**
 * Follows a parameter through a formula: what is claimed is proven from the signs of the data and of the
 * other parameters; what cannot be proven is `unknown`.
 */
export function followParameter(parameter: string, run: TrendRun): Courses {
  const following: Following = { parameter, ...run, known: new Map() }
  return {
    of: ({ expression }) => courseOfPart(expression, following),
    ofLine: (id) => lineCourse(id, following),
  }
}

export interface TrendRun {
  readonly formula: CheckedFormula
  readonly data: RunData
}

interface Following extends TrendRun {
  readonly parameter: string
  /** Measures by name and lines as `line.ID`: each is followed once, however often it is used. */
  readonly known: Map<string, Course>
}

const CONSTANT_ANY: Course = { trend: 'constant', sign: 'any' }
const UNKNOWN: Course = { trend: 'unknown', sign: 'any' }

function courseOfPart(part: Checked, following: Following): Course {
  const inside = (each: Checked): Course => courseOfPart(each, following)
  switch (part.kind) {
    case 'constant':
      return { trend: 'constant', sign: typeof part.value === 'object' ? signOf([part.value]) : 'any' }
    case 'input':
      return { trend: 'constant', sign: inputSign(part, following) }
    case 'given':
      return CONSTANT_ANY
    case 'parameter':
      return part.name === following.parameter
        ? { trend: 'rises', sign: 'zero-or-more' }
        : { trend: 'constant', sign: parameterSign(part.name, following) }
    case 'lookup':
      return part.keys.every((key) => inside(key).trend === 'constant')
        ? { trend: 'constant', sign: parameterSign(part.parameter, following) }
        : UNKNOWN
    case 'measure':
      return measureCourse(part.name, following)
    case 'line':
      return lineCourse(part.id, following)
    case 'adjustment':
    case 'subtotal':
      return UNKNOWN
    case 'negate':
      return opposite(inside(part.of))
    case 'arithmetic':
      return arithmeticCourse(part, inside(part.left), inside(part.right))
    case 'round':
      return inside(part.of)
    case 'power':
      return powerCourse(inside(part.of), part.exponent)
    case 'choose':
      return inside(part.condition).trend === 'constant'
        ? joinedCourse([inside(part.yes), inside(part.no)])
        : UNKNOWN
    case 'not':
      return stillOnly([inside(part.of)])
    case 'comparison':
    case 'logical':
      return stillOnly([inside(part.left), inside(part.right)])
    case 'call':
      return callCourse(part, part.args.map(inside))
    case 'aggregate':
      return aggregateCourse(
        part,
        inside(part.of),
        part.by === undefined ? 'constant' : inside(part.by).trend,
      )
    default:
      return part satisfies never
  }
}

/** A yes or no that the parameter has no part in; anything else may flip at any value. */
function stillOnly(courses: readonly Course[]): Course {
  return courses.every(({ trend }) => trend === 'constant') ? CONSTANT_ANY : UNKNOWN
}

function lineCourse(id: string, following: Following): Course {
  return knownCourse(`line.${id}`, following, () => {
    const line = following.formula.lines.find((each) => each.id === id)
    const when = line?.when && courseOfPart(line.when.expression, following)
    if (line === undefined || (when !== undefined && when.trend !== 'constant')) return UNKNOWN
    return courseOfPart(line.amount.expression, following)
  })
}

function measureCourse(name: string, following: Following): Course {
  return knownCourse(name, following, () => {
    const measure = following.formula.measures.get(name)
    return measure === undefined ? UNKNOWN : courseOfPart(measure.expression, following)
  })
}

function knownCourse(name: string, { known }: Following, find: () => Course): Course {
  const course = known.get(name) ?? find()
  known.set(name, course)
  return course
}

function arithmeticCourse(
  part: Extract<Checked, { kind: 'arithmetic' }>,
  left: Course,
  right: Course,
): Course {
  switch (part.operator) {
    case '+':
      return {
        trend: joinedTrend([left.trend, right.trend]),
        sign: left.sign === right.sign ? left.sign : 'any',
      }
    case '-':
      return arithmeticCourse({ ...part, operator: '+' }, left, opposite(right))
    case '*':
      return productCourse(left, right)
    case '/':
      // A divisor that moves may pass through zero.
      return right.trend === 'constant' ? productCourse(left, right) : UNKNOWN
    default:
      return part.operator satisfies never
  }
}

function productCourse(left: Course, right: Course): Course {
  const sign =
    left.sign === 'any' || right.sign === 'any'
      ? 'any'
      : left.sign === right.sign
        ? 'zero-or-more'
        : 'zero-or-less'
  if (left.trend === 'constant' && right.trend === 'constant') return { trend: 'constant', sign }
  const [moving, still] = left.trend === 'constant' ? [right, left] : [left, right]
  if (still.trend === 'constant') return { trend: times(moving.trend, still.sign), sign }
  const bothRise = left.trend === 'rises' && right.trend === 'rises'
  const isPositive = left.sign === 'zero-or-more' && right.sign === 'zero-or-more'
  return { trend: bothRise && isPositive ? 'rises' : 'unknown', sign }
}

function times(trend: Trend, sign: Course['sign']): Trend {
  if (sign === 'any') return 'unknown'
  return sign === 'zero-or-more' ? trend : opposite({ trend, sign }).trend
}

/** An odd power moves as what it is of. An even one is never below zero, so that what is moves the other way. */
function powerCourse(of: Course, exponent: number): Course {
  if (exponent === 0) return { trend: 'constant', sign: 'zero-or-more' }
  if (exponent % 2 === 1) return of
  if (of.sign === 'zero-or-less') return opposite(of)
  const isKnown = of.sign === 'zero-or-more' || of.trend === 'constant'
  return { trend: isKnown ? of.trend : 'unknown', sign: 'zero-or-more' }
}

function callCourse(part: Extract<Checked, { kind: 'call' }>, args: readonly Course[]): Course {
  switch (part.name) {
    case 'max':
    case 'min':
    case 'clamp':
    case 'sum':
      return joinedCourse(args)
    case 'abs': {
      const [of = UNKNOWN] = args
      if (of.sign === 'zero-or-more') return of
      return of.trend === 'constant' ? { trend: 'constant', sign: 'zero-or-more' } : UNKNOWN
    }
    case 'one_of':
      return stillOnly(args)
    default:
      return part.name satisfies never
  }
}

function aggregateCourse(part: Extract<Checked, { kind: 'aggregate' }>, of: Course, by: Trend): Course {
  if (of.trend === 'constant' && by === 'constant')
    return { trend: 'constant', sign: aggregateSign(part, of) }
  const keeps = ['total', 'mean', 'least', 'greatest', 'quantile'].includes(part.name)
  return keeps && by === 'constant' ? of : UNKNOWN
}

/** A count and a rank are never below zero, nor is the share of a total whose parts are all on one side of it. */
function aggregateSign({ name }: Extract<Checked, { kind: 'aggregate' }>, { sign }: Course): Course['sign'] {
  if (name === 'count' || name === 'rank') return 'zero-or-more'
  return name === 'share_of_total' && sign !== 'any' ? 'zero-or-more' : sign
}

function joinedCourse(courses: readonly Course[]): Course {
  const [first = UNKNOWN] = courses
  const sign = courses.every((each) => each.sign === first.sign) ? first.sign : 'any'
  return { trend: joinedTrend(courses.map(({ trend }) => trend)), sign }
}

/** How a sum of parts moves that each move so. */
export function joinedTrend(trends: readonly Trend[]): Trend {
  const moving = new Set(trends.filter((trend) => trend !== 'constant'))
  const [only = 'constant'] = moving
  return moving.size <= 1 ? only : 'unknown'
}

function opposite({ trend, sign }: Course): Course {
  const trends: Readonly<Record<Trend, Trend>> = {
    constant: 'constant',
    rises: 'falls',
    falls: 'rises',
    unknown: 'unknown',
  }
  const signs = { 'zero-or-more': 'zero-or-less', 'zero-or-less': 'zero-or-more', any: 'any' } as const
  return { trend: trends[trend], sign: signs[sign] }
}

function inputSign(
  { dataset, name }: { dataset: string; name: string },
  { data, formula }: Following,
): Course['sign'] {
  const values = data.datasets.get(dataset)?.columns.get(name)?.values ?? []
  const missing = formula.needs.get(name)?.whenMissing
  return signOf([...values, missing].filter((value) => typeof value === 'object'))
}

function parameterSign(name: string, { formula }: Following): Course['sign'] {
  const value = formula.parameters.get(name)?.value
  if (value === undefined) return 'any'
  if (value.kind === 'number') return signOf([value.value])
  if (value.kind === 'table') return signOf(numbersIn(value.entries))
  return signOf(value.points.map(([, y]) => y))
}

function numbersIn(entries: ReadonlyMap<string, unknown>): Rational[] {
  return [...entries.values()].flatMap((entry) =>
    entry instanceof Map ? numbersIn(entry) : [entry as Rational],
  )
}

function signOf(values: readonly Rational[]): Course['sign'] {
  if (values.every((value) => compare(value, zero) >= 0)) return 'zero-or-more'
  return values.every((value) => compare(value, zero) <= 0) ? 'zero-or-less' : 'any'
}
