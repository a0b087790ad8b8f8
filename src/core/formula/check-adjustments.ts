import { type Problem, problem } from '../problems/problem.ts'
import { nearest } from '../text/nearest.ts'
import { formulate, type Workplace } from './check-parts.ts'
import type { CheckedAdjustment, CheckedLine, Formulated } from './checked.ts'
import type { AdjustmentDefinition } from './definition.ts'
import { parseAt } from './parse-at.ts'
import { readRounding } from './read-rounding.ts'
import { typeText } from './types.ts'
import { MONEY, sameUnit, timesUnit } from './units.ts'

interface AdjustmentsWorkplace extends Workplace {
  readonly lines: readonly CheckedLine[]
  readonly funds: ReadonlySet<string>
}

/** Checks adjustments in their order; each may use the lines and the adjustments before it. */
export function checkAdjustments(
  definitions: readonly AdjustmentDefinition[],
  pointer: string,
  workplace: AdjustmentsWorkplace,
): CheckedAdjustment[] {
  const checked: CheckedAdjustment[] = []
  for (const [i, definition] of definitions.entries()) {
    const before = definitions.slice(0, i).map(({ id }) => id)
    const one: One = { place: `${pointer}/${i}`, before, checked, workplace }
    const adjustment = checkOne(definition, one)
    if (adjustment !== undefined) checked.push(adjustment)
  }
  return checked
}

/** One adjustment under check, with the ids of those before it. */
interface One {
  readonly place: string
  readonly before: readonly string[]
  readonly checked: readonly CheckedAdjustment[]
  readonly workplace: AdjustmentsWorkplace
}

type Expects = 'money' | 'a share' | 'a count' | 'text' | 'true or false' | 'a rate'

function checkOne(definition: AdjustmentDefinition, one: One): CheckedAdjustment | undefined {
  const base = checkBase(definition, one)
  const at = (field: string, text: string, expects: Expects): Formulated | undefined =>
    expressionAt(one, { field, text, expects })
  const ifStated = (field: string, text: string | undefined, expects: Expects): Formulated | undefined =>
    text === undefined ? undefined : at(field, text, expects)
  switch (definition.kind) {
    case 'minimum': {
      const least = at('least', definition.least, 'money')
      return least && { ...base, kind: definition.kind, least }
    }
    case 'floor_change':
    case 'cap_change':
      return checkChangeLimit(definition, base, one)
    case 'phase_in': {
      const [share, from] = [
        at('share', definition.share, 'a share'),
        ifStated('from', definition.from, 'money'),
      ]
      return share && { ...base, kind: definition.kind, share, ...(from && { from }) }
    }
    case 'scale_to_pool':
      return checkPool(definition, base, one)
    case 'distribute': {
      const [total, share] = [
        at('total', definition.total, 'money'),
        at('share', definition.share, 'a count'),
      ]
      const by = ifStated('by', definition.by, 'text')
      return (
        total &&
        share && {
          ...base,
          ...destination(definition, one),
          kind: definition.kind,
          total,
          share,
          ...(by && { by }),
        }
      )
    }
    case 'equalise': {
      const [total, per] = [at('total', definition.total, 'money'), at('per', definition.per, 'a count')]
      const by = ifStated('by', definition.by, 'text')
      return (
        total &&
        per && {
          ...base,
          ...destination(definition, one),
          kind: definition.kind,
          total,
          per,
          ...(by && { by }),
        }
      )
    }
    case 'recount':
      return checkRecount(definition, base, one)
    case 'salary_basis': {
      const [actual, average] = [
        at('actual', definition.actual, 'money'),
        at('average', definition.average, 'money'),
      ]
      return (
        actual &&
        average && { ...base, ...destination(definition, one), kind: definition.kind, actual, average }
      )
    }
    case 'override': {
      const amount = at('amount', definition.amount, 'money')
      const { school, reason } = definition
      return (
        amount && { ...base, ...destination(definition, one), kind: definition.kind, school, reason, amount }
      )
    }
    default:
      return definition satisfies never
  }
}

type Of<Kind extends AdjustmentDefinition['kind']> = Extract<AdjustmentDefinition, { kind: Kind }>
type Base = ReturnType<typeof checkBase>

function checkBase(definition: AdjustmentDefinition, one: One) {
  const { id, label, when } = definition
  const condition =
    when === undefined
      ? undefined
      : expressionAt(one, { field: 'when', text: when, expects: 'true or false' })
  return {
    id,
    label: label ?? id,
    over: linesOver(definition, one),
    ...(condition && { when: condition }),
    rounding: readRounding(
      definition.round ?? SAFE_MODES[definition.kind],
      `${one.place}/round`,
      one.workplace.problems,
    ),
    pointer: one.place,
  }
}

// A floor that was rounded down would not hold, nor a cap that was rounded up.
const SAFE_MODES: Readonly<Partial<Record<AdjustmentDefinition['kind'], { mode: string }>>> = {
  minimum: { mode: 'ceiling' },
  floor_change: { mode: 'ceiling' },
  cap_change: { mode: 'floor' },
}

/** The lines and earlier adjustments that one acts on; a pool's are those of its fund unless stated. */
function linesOver(definition: AdjustmentDefinition, one: One): readonly string[] {
  const { lines, problems } = one.workplace
  const known = new Set([...lines.map(({ id }) => id), ...one.before])
  const included = new Set((definition.include ?? []).map(({ line }) => line))
  for (const [i, id] of (definition.over ?? []).entries()) {
    if (!known.has(id)) reportLine(`${one.place}/over/${i}`, id, { known, problems })
    const line = lines.find((each) => each.id === id)
    if (line?.restricted && !included.has(id)) reportRestricted(`${one.place}/over/${i}`, line, problems)
  }
  if (definition.over !== undefined) return definition.over
  const protectedIds = new Set(definition.kind === 'scale_to_pool' ? definition.protect : [])
  const fund = definition.kind === 'scale_to_pool' ? definition.fund : undefined
  const free = lines.filter(
    (line) => !protectedIds.has(line.id) && (!line.restricted || included.has(line.id)),
  )
  const ofFund = free.filter((line) => fund === undefined || line.fund === fund).map(({ id }) => id)
  return [
    ...ofFund,
    ...one.checked.filter((each) => isIn(each, fund) && !protectedIds.has(each.id)).map(({ id }) => id),
  ]
}

/** Whether an adjustment wrote money of its own into a fund, rather than onto lines. */
function isIn(adjustment: CheckedAdjustment, fund: string | undefined): boolean {
  return 'fund' in adjustment && (fund === undefined || adjustment.fund === fund)
}

function checkChangeLimit(
  definition: Of<'floor_change'> | Of<'cap_change'>,
  base: Base,
  one: One,
): CheckedAdjustment | undefined {
  const against = expressionAt(one, { field: 'against', text: definition.against, expects: 'money' })
  const share =
    definition.kind === 'floor_change'
      ? expressionAt(one, { field: 'least', text: definition.least, expects: 'a share' })
      : expressionAt(one, { field: 'most', text: definition.most, expects: 'a share' })
  const stated = definition.per
  const now = stated && expressionAt(one, { field: 'per/now', text: stated.now, expects: 'a count' })
  const before = stated && expressionAt(one, { field: 'per/then', text: stated.then, expects: 'a count' })
  if (against === undefined || share === undefined || (stated && !(now && before))) return undefined
  const counts = now && before ? { per: { now, before } } : {}
  return {
    ...base,
    kind: definition.kind,
    against,
    share,
    ...counts,
    newSchools: definition.new_schools ?? 'error',
  }
}

function checkPool(definition: Of<'scale_to_pool'>, base: Base, one: One): CheckedAdjustment | undefined {
  const { lines, problems, funds } = one.workplace
  const { fund } = definition
  if (fund !== undefined && !funds.has(fund))
    reportLine(`${one.place}/fund`, fund, { known: funds, problems })
  const total = expressionAt(one, { field: 'total', text: definition.total, expects: 'money' })
  const optional = (field: 'by' | 'least' | 'most', expects: Expects): Formulated | undefined => {
    const text = definition[field]
    return text === undefined ? undefined : expressionAt(one, { field, text, expects })
  }
  const [by, least, most] = [optional('by', 'text'), optional('least', 'money'), optional('most', 'money')]
  const keepable = new Set(one.checked.filter((each) => KEEPABLE.has(each.kind)).map(({ id }) => id))
  for (const [i, id] of (definition.keep ?? []).entries()) {
    if (!keepable.has(id)) reportLine(`${one.place}/keep/${i}`, id, { known: keepable, problems })
  }
  const known = new Set([...lines.map(({ id }) => id), ...one.before])
  for (const [i, id] of (definition.protect ?? []).entries()) {
    if (!known.has(id)) reportLine(`${one.place}/protect/${i}`, id, { known, problems })
  }
  const ofFund = [
    ...lines.filter((line) => fund === undefined || line.fund === fund).map(({ id }) => id),
    ...one.checked.filter((each) => isIn(each, fund)).map(({ id }) => id),
  ]
  const fixed =
    fund === undefined ? (definition.protect ?? []) : ofFund.filter((id) => !base.over.includes(id))
  return (
    total && {
      ...base,
      kind: definition.kind,
      total,
      fixed,
      keep: definition.keep ?? [],
      ...(by && { by }),
      ...(least && { least }),
      ...(most && { most }),
    }
  )
}

const KEEPABLE: ReadonlySet<CheckedAdjustment['kind']> = new Set(['minimum', 'floor_change', 'cap_change'])

function checkRecount(definition: Of<'recount'>, base: Base, one: One): CheckedAdjustment | undefined {
  const at = (
    field: 'projected' | 'actual' | 'gain' | 'loss' | 'tolerance' | 'fraction' | 'reserve',
    expects: Expects,
  ) => {
    const text = definition[field]
    return text === undefined ? undefined : expressionAt(one, { field, text, expects })
  }
  const [projected, actual] = [at('projected', 'a count'), at('actual', 'a count')]
  const [gain, loss] = [at('gain', 'a rate'), at('loss', 'a rate')]
  const [tolerance, fraction, reserve] = [
    at('tolerance', 'a count'),
    at('fraction', 'a share'),
    at('reserve', 'money'),
  ]
  if (!(projected && actual && gain && loss)) return undefined
  for (const rate of [gain, loss]) refuseOtherRate(rate, projected, one.workplace.problems)
  return {
    ...base,
    ...destination(definition, one),
    kind: definition.kind,
    projected,
    actual,
    gain,
    loss,
    counts: definition.counts ?? 'beyond',
    ...(tolerance && { tolerance }),
    ...(fraction && { fraction }),
    ...(reserve && { reserve }),
  }
}

function destination(
  { fund, flexibility }: Of<'distribute' | 'equalise' | 'recount' | 'salary_basis' | 'override'>,
  one: One,
) {
  const { funds, problems } = one.workplace
  if (!funds.has(fund)) reportLine(`${one.place}/fund`, fund, { known: funds, problems })
  return { fund, flexibility }
}

function expressionAt(
  { place, before, workplace }: One,
  { field, text, expects }: { field: string; text: string; expects: Expects },
): Formulated | undefined {
  const placed = parseAt(text, `${place}/${field}`, workplace.problems)
  const formulated = placed && formulate(placed, { ...workplace, adjustments: before })
  if (formulated === undefined || fits(formulated, expects)) return formulated
  const found = typeText(formulated.expression.type)
  workplace.problems.push(
    problem('TYPE_MISMATCH', {
      at: { kind: 'document', pointer: formulated.pointer, span: formulated.expression.span },
      message: `${expects} is needed here, and this is ${found}`,
      found,
      expected: expects,
    }),
  )
  return undefined
}

function fits({ expression: { type } }: Formulated, expects: Expects): boolean {
  if (expects === 'text') return type.kind === 'text'
  if (expects === 'true or false') return type.kind === 'boolean'
  if (type.kind !== 'number') return false
  if (type.unit === 'bare' || expects === 'a count' || expects === 'a rate') return true
  return expects === 'money' ? sameUnit(type.unit, MONEY) : type.unit.size === 0
}

function refuseOtherRate(rate: Formulated, count: Formulated, problems: Problem[]): void {
  const [a, b] = [rate.expression.type, count.expression.type]
  if (a.kind !== 'number' || b.kind !== 'number' || a.unit === 'bare' || b.unit === 'bare') return
  if (sameUnit(timesUnit(a.unit, b.unit), MONEY)) return
  problems.push(
    problem('UNIT_MISMATCH', {
      at: { kind: 'document', pointer: rate.pointer, span: rate.expression.span },
      message: `the rate times the count does not give money: ${typeText(a)} times ${typeText(b)}`,
      found: typeText(a),
      expected: `money/${typeText(b)}`,
    }),
  )
}

function reportLine(
  pointer: string,
  id: string,
  { known, problems }: { known: ReadonlySet<string>; problems: Problem[] },
): void {
  const meant = nearest(id, known)
  problems.push(
    problem('ADJUSTMENT_TARGET', {
      at: { kind: 'document', pointer },
      message: `"${id}" is not something this adjustment can name here`,
      found: id,
      expected:
        known.size === 0
          ? 'nothing: there is none before this adjustment'
          : `one of ${[...known].join(', ')}`,
      suggestion: meant === undefined ? undefined : `did you mean ${meant}?`,
    }),
  )
}

function reportRestricted(pointer: string, { id, fund }: CheckedLine, problems: Problem[]): void {
  problems.push(
    problem('RESTRICTED_LINE', {
      at: { kind: 'document', pointer },
      message: `line ${id} is restricted money (fund ${fund}), which no adjustment touches without a reason`,
      found: id,
      suggestion: `include: [{ line: ${id}, reason: "…" }]`,
    }),
  )
}
