import { failed, type Outcome, outcome, type Problem } from '../problems/problem.ts'
import { escapePointer } from '../text/json-pointer.ts'
import { checkAdjustments } from './adjustments/check-adjustments.ts'
import { checkPools, checkPublished, readFunds } from './check-money.ts'
import {
  checkFigure,
  checkLine,
  checkMeasure,
  checkPupils,
  checkRestrict,
  type Workplace,
} from './check-parts.ts'
import type { CheckedFormula, CheckedMeasure, CheckedNeed, Fund } from './checked.ts'
import { checkDeclaredNames } from './declared-names.ts'
import type { FormulaDefinition } from './definition.ts'
import { isTooLong } from './formula-size.ts'
import { orderOf } from './order.ts'
import { type Placed, parseAt } from './parse-at.ts'
import { readNeeds } from './read-needs.ts'
import { leavesOf, readParameters } from './read-parameters.ts'
import { placesOf } from './read-rounding.ts'
import { unlessSchools } from './row-words.ts'
import type { Meaning, Scope } from './scope.ts'
import { BUILT_IN_UNITS } from './units.ts'

/**
 * Gives a formula its meaning: resolves names, types and units, and finds every fault at once.
 * `pointer` is the formula's place in its document; `datasets` are those the scenario brings.
 */
export function checkFormula(
  definition: FormulaDefinition,
  { pointer, datasets }: { readonly pointer: string; readonly datasets: readonly string[] },
): Outcome<CheckedFormula> {
  const problems: Problem[] = []
  if (isTooLong(definition, pointer, problems)) return failed(problems)
  checkDeclaredNames(definition, pointer, problems)
  const sheet = parseSheet(definition, pointer, problems)
  const declared = declare(definition, { pointer, datasets, problems })
  const { measures, order } = checkMeasures(definition, sheet, declared)
  const funds = readFunds(definition.funds)
  const parts = checkAmounts(definition, { pointer, sheet, funds, workplace: declared })
  const fundIds = new Set(funds.map(({ id }) => id))
  const pools = checkPools(definition.pools ?? [], { pointer: `${pointer}/pools`, funds: fundIds, problems })
  const published = checkPublished(definition.published ?? [], {
    pointer: `${pointer}/published`,
    formula: definition,
    problems,
  })
  const rows = unlessSchools(definition.rows)
  const restrict = checkRestrict(definition.restrict, `${pointer}/restrict`, declared)
  return outcome(problems, () => ({
    id: definition.id,
    name: definition.name ?? definition.id,
    currency: definition.currency,
    year: definition.year,
    ...(rows !== undefined && { rows }),
    units: [...BUILT_IN_UNITS, ...(definition.units ?? [])],
    needs: declared.needs,
    parameters: declared.parameters,
    measures,
    order,
    lines: parts.lines,
    adjustments: parts.adjustments,
    figures: parts.figures,
    ...(parts.pupils !== undefined && { pupils: parts.pupils }),
    ...(restrict !== undefined && { restrict }),
    ...(definition.balance !== undefined && { balance: balanceOf(definition.balance) }),
    funds,
    pools,
    published,
    reads: declared.scope.read,
  }))
}

/** Every expression of a formula, parsed: measures under their names, lines under `line.ID`. */
interface Sheet {
  readonly measures: ReadonlyMap<string, Placed>
  readonly lines: readonly { readonly amount: Placed | undefined; readonly when: Placed | undefined }[]
  readonly figures: readonly (Placed | undefined)[]
  readonly pupils: Placed | undefined
}

function parseSheet(definition: FormulaDefinition, pointer: string, problems: Problem[]): Sheet {
  const measures = new Map<string, Placed>()
  for (const [key, measure] of Object.entries(definition.measures ?? {})) {
    const place = `${pointer}/measures/${escapePointer(key)}`
    const isText = typeof measure === 'string'
    const placed = parseAt(isText ? measure : measure.value, isText ? place : `${place}/value`, problems)
    if (placed !== undefined) measures.set(key.normalize('NFC'), placed)
  }
  const lines = definition.lines.map((line, i) => ({
    amount: parseAt(line.amount, `${pointer}/lines/${i}/amount`, problems),
    when: line.when === undefined ? undefined : parseAt(line.when, `${pointer}/lines/${i}/when`, problems),
  }))
  const figures = (definition.figures ?? []).map((figure, i) =>
    parseAt(figure.amount, `${pointer}/figures/${i}/amount`, problems),
  )
  const { pupils } = definition
  return {
    measures,
    lines,
    figures,
    pupils: pupils === undefined ? undefined : parseAt(pupils, `${pointer}/pupils`, problems),
  }
}

interface Declared extends Workplace {
  readonly needs: CheckedFormula['needs']
  readonly parameters: CheckedFormula['parameters']
  readonly names: Map<string, Meaning>
  readonly scope: Scope
}

function declare(
  definition: FormulaDefinition,
  { pointer, datasets, problems }: { pointer: string; datasets: readonly string[]; problems: Problem[] },
): Declared {
  const units = [...BUILT_IN_UNITS, ...(definition.units ?? [])]
  const needs = readNeeds(definition.needs, { pointer: `${pointer}/needs`, problems, units })
  const yearStart = definition.year.start
  const parameters = readParameters(definition.parameters ?? {}, `${pointer}/parameters`, {
    problems,
    units,
    yearStart,
  })
  const groups = new Map(
    Object.entries(definition.groups ?? {}).map(([name, members]) => [
      name.normalize('NFC'),
      members.map((member) => member.normalize('NFC')),
    ]),
  )
  const names = new Map<string, Meaning>()
  for (const [name, need] of needs) names.set(name, { kind: 'need', need })
  for (const { name } of leavesOf(definition.parameters ?? {}, '', '')) names.set(name, { kind: 'faulty' })
  for (const [name, parameter] of parameters) names.set(name, { kind: 'parameter', parameter })
  for (const [name, members] of groups) names.set(name, { kind: 'group', members })
  // A measure is known before it is checked, so that a fault in one is reported once and not at every use.
  for (const name of Object.keys(definition.measures ?? {})) {
    names.set(name.normalize('NFC'), { kind: 'measure', name, type: undefined })
  }
  const lines = new Set(definition.lines.map(({ id }) => id))
  const named = [...needs.values()].map(({ dataset }) => dataset)
  const known = new Set(['now', 'prior', ...(definition.datasets ?? []), ...named, ...datasets])
  const scope: Scope = {
    names,
    groups,
    lines,
    datasets: known,
    read: readsOf(needs),
    opened: { members: 0 },
  }
  return { needs, parameters, names, scope, problems }
}

/** Every need is read from its own dataset, whether or not an expression names it. */
function readsOf(needs: ReadonlyMap<string, CheckedNeed>): Map<string, Set<string>> {
  const reads = new Map<string, Set<string>>([['now', new Set()]])
  for (const { name, dataset } of needs.values())
    reads.set(dataset, (reads.get(dataset) ?? new Set()).add(name))
  return reads
}

/** Checks the measures in the order of their use, so that each finds the types of those before it. */
function checkMeasures(
  definition: FormulaDefinition,
  sheet: Sheet,
  declared: Declared,
): { readonly measures: ReadonlyMap<string, CheckedMeasure>; readonly order: readonly string[] } {
  const computed = new Map<string, readonly Placed[]>()
  for (const [name, placed] of sheet.measures) computed.set(name, [placed])
  for (const [i, { id }] of definition.lines.entries()) {
    const line = sheet.lines[i]
    computed.set(
      `line.${id}`,
      [line?.amount, line?.when].filter((placed) => placed !== undefined),
    )
  }
  const checked = new Map<string, CheckedMeasure>()
  const order = orderOf(computed, declared.scope.groups, declared.problems)
  for (const name of order) {
    const placed = sheet.measures.get(name)
    const own = definition.measures?.[name]
    if (placed === undefined || own === undefined) continue
    const measure = checkMeasure(name, own, { placed, workplace: declared })
    if (measure === undefined) continue
    checked.set(name, measure)
    declared.names.set(name, { kind: 'measure', name, type: measure.expression.type })
  }
  return { measures: checked, order }
}

function checkAmounts(
  definition: FormulaDefinition,
  {
    pointer,
    sheet,
    funds,
    workplace,
  }: { pointer: string; sheet: Sheet; funds: readonly Fund[]; workplace: Workplace },
) {
  const checkedLines = definition.lines.map((line, i) => {
    const { amount, when } = sheet.lines[i] ?? { amount: undefined, when: undefined }
    return checkLine(line, `${pointer}/lines/${i}`, { amount, when, funds, workplace })
  })
  const lines = checkedLines.filter((line) => line !== undefined)
  const definitions = definition.adjustments ?? []
  const adjustments = checkAdjustments(definitions, `${pointer}/adjustments`, {
    ...workplace,
    lines,
    funds: new Map(funds.map((fund) => [fund.id, fund])),
  })
  // A figure looks at the finished run, and so at every adjustment.
  const finished = { ...workplace, adjustments: definitions.map(({ id }) => id) }
  const figures = (definition.figures ?? []).map((figure, i) =>
    checkFigure(figure, `${pointer}/figures/${i}`, { amount: sheet.figures[i], workplace: finished }),
  )
  return {
    lines,
    adjustments,
    figures: figures.filter((figure) => figure !== undefined),
    pupils: checkPupils(sheet.pupils, workplace),
  }
}

/** A parameter of money per pupil is solved for to the cent unless its places are stated. */
function balanceOf({ parameter, places }: NonNullable<FormulaDefinition['balance']>): {
  parameter: string
  places: number
} {
  return { parameter, places: placesOf(places) }
}
