import { checkFormula } from '../../formula/check-formula.ts'
import type { CheckedFormula, CheckedParameter } from '../../formula/checked.ts'
import type {
  FormulaDefinition,
  FundDefinition,
  LineDefinition,
  MeasureDefinition,
  NeedDefinition,
  ParameterDefinition,
} from '../../formula/definition.ts'
import { leavesOf, valueInForce } from '../../formula/read-parameters.ts'
import type { Outcome } from '../../problems/problem.ts'
import { mixedAdjustments, textsOf } from './mixed-adjustments.ts'
import type { IsNew } from './mixed-data.ts'
import { mixedItems } from './mixed-items.ts'
import { namedIn } from './named-items.ts'
import type { Scope, SplitSide } from './scope.ts'

/** Everything that a name can stand for, so that a name is taken from one side whole. */
type Meaning =
  | { readonly kind: 'need'; readonly definition: NeedDefinition }
  | { readonly kind: 'parameter'; readonly definition: ParameterDefinition }
  | { readonly kind: 'measure'; readonly definition: string | MeasureDefinition }
  | { readonly kind: 'group'; readonly definition: readonly string[] }

/**
 * Makes the formulas of mixed runs, before they are checked: every name, line and adjustment from the run that
 * its cause says. What only one formula has, and no cause of its own covers, is there for whoever uses it. A line
 * that is left out gives nothing where another one names it.
 */
export function formulaMixer(scope: Scope): (isNew: IsNew) => Outcome<CheckedFormula> {
  const names = { before: meaningsOf(scope.before, scope), after: meaningsOf(scope.after, scope) }
  return (isNew) => {
    const chosen = chosenNames(names, isNew)
    const definition = mixedDefinition(scope, chosen, isNew)
    const datasets = [...new Set([...scope.before.datasets.keys(), ...scope.after.datasets.keys()])]
    return checkFormula(definition, { pointer: '/formula', datasets })
  }
}

/** A mixed formula with the value of every parameter from the run that its cause says. */
export function withMixedValues(
  formula: CheckedFormula,
  { before, after }: Scope,
  isNew: IsNew,
): CheckedFormula {
  const parameters = new Map<string, CheckedParameter>()
  for (const [name, parameter] of formula.parameters) {
    const [a, b] = [before.formula.parameters.get(name), after.formula.parameters.get(name)]
    const value = a === undefined || (b !== undefined && isNew(`parameter.${name}`)) ? b : a
    parameters.set(name, value ?? parameter)
  }
  return { ...formula, parameters }
}

function meaningsOf({ definition, formula }: SplitSide, { reaches, isWhole }: Scope): Map<string, Meaning> {
  const { needs, measures = {}, groups = {}, parameters = {}, year } = definition
  const isReached = (part: 'parameters' | 'measures', name: string): boolean =>
    isWhole || reaches.before[part].has(name) || reaches.after[part].has(name)
  const reading = { problems: [], units: formula.units, yearStart: year.start }
  const settled = leavesOf(parameters, '', '').flatMap((leaf): [string, Meaning][] => {
    const inForce = isReached('parameters', leaf.name) ? valueInForce(leaf, reading) : undefined
    if (inForce === undefined) return []
    const { kind, unit } = leaf.definition
    return [[leaf.name, { kind: 'parameter', definition: { kind, unit, ...inForce.value, from: undefined } }]]
  })
  return new Map<string, Meaning>([
    ...Object.entries(needs).map(([name, need]) => [name, needMeaning(need)] as const),
    ...settled,
    ...Object.entries(measures)
      .filter(([name]) => isReached('measures', name))
      .map(([name, measure]) => [name, { kind: 'measure', definition: measure }] as const),
    ...Object.entries(groups).map(([name, group]) => [name, { kind: 'group', definition: group }] as const),
  ])
}

// The data have been read already: a text that only one run knows is no fault of a mixed one.
function needMeaning({ one_of, kind, ...need }: NeedDefinition): Meaning {
  const text = kind === undefined && one_of !== undefined ? 'text' : kind
  return { kind: 'need', definition: { ...need, kind: text } }
}

function chosenNames(
  { before, after }: { before: ReadonlyMap<string, Meaning>; after: ReadonlyMap<string, Meaning> },
  isNew: IsNew,
): ReadonlyMap<string, Meaning> {
  const chosen = new Map([...after, ...before])
  for (const [name, recent] of after) {
    const old = before.get(name)
    if (old !== undefined && isNew(causeOf(name, old, recent))) chosen.set(name, recent)
  }
  return chosen
}

function causeOf(name: string, old: Meaning, recent: Meaning): string {
  if (old.kind !== recent.kind) return 'formula'
  return old.kind === 'parameter' || old.kind === 'measure' ? `${old.kind}.${name}` : 'formula'
}

function mixedDefinition(
  scope: Scope,
  chosen: ReadonlyMap<string, Meaning>,
  isNew: IsNew,
): FormulaDefinition {
  const [a, b] = [scope.before.definition, scope.after.definition]
  const of = <Kind extends Meaning['kind']>(kind: Kind) =>
    Object.fromEntries(
      [...chosen].flatMap(([name, meaning]) => (meaning.kind === kind ? [[name, meaning.definition]] : [])),
    ) as Record<string, Extract<Meaning, { kind: Kind }>['definition']>
  const measures = of('measure')
  const lines = mixedLines(scope, isNew)
  const present = lines.filter(({ isPresent }) => isPresent).map(({ item }) => item)
  const adjustments = scope.isWhole
    ? mixedAdjustments(scope, { lines: present.map(({ id }) => id), isNew })
    : []
  const texts = [
    ...Object.values(measures).map((measure) => (typeof measure === 'string' ? measure : measure.value)),
    ...present.flatMap(({ amount, when = '' }) => [amount, when]),
    ...adjustments.flatMap(textsOf),
  ]
  const named = namedIn('line', texts)
  const absent = lines.filter(({ item, isPresent }) => !isPresent && named.has(item.id))
  return {
    id: 'mixed',
    currency: b.currency,
    year: b.year,
    units: union(a.units, b.units),
    datasets: union(a.datasets, b.datasets),
    groups: of('group'),
    needs: of('need'),
    funds: mixedFunds(a, b, isNew),
    parameters: of('parameter'),
    measures,
    lines: [...present, ...absent.map(({ item }) => withoutMoney(item))],
    adjustments,
  }
}

function mixedLines({ before, after, reaches, isWhole }: Scope, isNew: IsNew) {
  const seen = ({ definition }: SplitSide): LineDefinition[] =>
    definition.lines.filter(
      ({ id }) => isWhole || reaches.before.lines.has(id) || reaches.after.lines.has(id),
    )
  const lists = { before: seen(before), after: seen(after), isNewOrder: isNew('formula') }
  return mixedItems<LineDefinition>(lists, (id) => isNew(`line.${id}`))
}

function withoutMoney({ id, fund, flexibility }: LineDefinition): LineDefinition {
  return { id, fund, flexibility, amount: '0' }
}

function mixedFunds(a: FormulaDefinition, b: FormulaDefinition, isNew: IsNew): FundDefinition[] {
  const [first, second] = isNew('formula') ? [a, b] : [b, a]
  const funds = [...first.funds, ...second.funds].map((fund) =>
    typeof fund === 'string' ? { id: fund } : fund,
  )
  return [...new Map(funds.map((fund) => [fund.id, fund])).values()]
}

function union(a: readonly string[] = [], b: readonly string[] = []): string[] {
  return [...new Set([...a, ...b])]
}
