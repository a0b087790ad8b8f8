import { type Problem, problem } from '../../problems/problem.ts'
import type { ChangeLimit, CheckedAdjustment, Formulated } from '../checked.ts'
import type { AdjustmentDefinition } from '../definition.ts'
import { typeText } from '../types.ts'
import { MONEY, sameUnit, timesUnit } from '../units.ts'
import { linesFixed } from './lines-over.ts'
import {
  checkFund,
  destination,
  type Expects,
  expressionAt,
  isFaulty,
  type Of,
  type OneAdjustment,
  reportTarget,
} from './one-adjustment.ts'

/** What every kind has in common, checked before the kind is looked at. */
export type CheckedCommon = Pick<ChangeLimit, 'id' | 'label' | 'over' | 'when' | 'rounding' | 'pointer'>

type CheckKind<Kind extends AdjustmentDefinition['kind']> = (
  definition: Of<Kind>,
  base: CheckedCommon,
  one: OneAdjustment,
) => CheckedAdjustment | undefined

/** How each kind checks its own fields. */
export const CHECK_KIND: { readonly [Kind in AdjustmentDefinition['kind']]: CheckKind<Kind> } = {
  minimum: ({ kind, ...fields }, base, one) => {
    const least = expressionAt(one, { field: 'least', text: fields.least, expects: 'money' })
    return least && { ...base, kind, least }
  },
  floor_change: checkChangeLimit,
  cap_change: checkChangeLimit,
  phase_in: ({ kind, ...fields }, base, one) => {
    const share = expressionAt(one, { field: 'share', text: fields.share, expects: 'a share' })
    const from = expressionAt(one, { field: 'from', text: fields.from, expects: 'money' })
    return share && { ...base, kind, share, ...(from && { from }) }
  },
  scale_to_pool: checkPool,
  distribute: (definition, base, one) => {
    const { total, by } = pooled(definition, one)
    const share = expressionAt(one, { field: 'share', text: definition.share, expects: 'a count' })
    if (total === undefined || share === undefined) return undefined
    return {
      ...base,
      ...destination(definition, one),
      kind: definition.kind,
      total,
      share,
      ...(by && { by }),
    }
  },
  equalise: (definition, base, one) => {
    const { total, by } = pooled(definition, one)
    const per = expressionAt(one, { field: 'per', text: definition.per, expects: 'a count' })
    if (total === undefined || per === undefined) return undefined
    return { ...base, ...destination(definition, one), kind: definition.kind, total, per, ...(by && { by }) }
  },
  recount: checkRecount,
  salary_basis: (definition, base, one) => {
    const actual = expressionAt(one, { field: 'actual', text: definition.actual, expects: 'money' })
    const average = expressionAt(one, { field: 'average', text: definition.average, expects: 'money' })
    if (actual === undefined || average === undefined) return undefined
    return { ...base, ...destination(definition, one), kind: definition.kind, actual, average }
  },
  override: (definition, base, one) => {
    const amount = expressionAt(one, { field: 'amount', text: definition.amount, expects: 'money' })
    const { kind, school, reason } = definition
    return amount && { ...base, ...destination(definition, one), kind, school, reason, amount }
  },
}

function pooled(
  { total, by }: { readonly total: string; readonly by?: string | undefined },
  one: OneAdjustment,
) {
  return {
    total: expressionAt(one, { field: 'total', text: total, expects: 'money' }),
    by: expressionAt(one, { field: 'by', text: by, expects: 'text' }),
  }
}

function checkChangeLimit(
  definition: Of<'floor_change'> | Of<'cap_change'>,
  base: CheckedCommon,
  one: OneAdjustment,
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

function checkPool(
  definition: Of<'scale_to_pool'>,
  base: CheckedCommon,
  one: OneAdjustment,
): CheckedAdjustment | undefined {
  const { problems } = one.workplace
  if (definition.fund !== undefined) checkFund(definition.fund, one)
  const total = expressionAt(one, { field: 'total', text: definition.total, expects: 'money' })
  const optional = (field: 'by' | 'least' | 'most', expects: Expects): Formulated | undefined => {
    const text = definition[field]
    return text === undefined ? undefined : expressionAt(one, { field, text, expects })
  }
  const [by, least, most] = [optional('by', 'text'), optional('least', 'money'), optional('most', 'money')]
  const keepable = new Set(one.checked.filter((each) => KEEPABLE.has(each.kind)).map(({ id }) => id))
  for (const [i, id] of (definition.keep ?? []).entries()) {
    if (!keepable.has(id) && !isFaulty(id, one))
      reportTarget(`${one.place}/keep/${i}`, id, { known: keepable, problems })
  }
  const fixed = linesFixed(definition, base.over, one)
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

function checkRecount(
  definition: Of<'recount'>,
  base: CheckedCommon,
  one: OneAdjustment,
): CheckedAdjustment | undefined {
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
