import { ADJUSTMENT_EXPRESSIONS } from '../../core/formula/adjustments/expression-fields.ts'
import type {
  AdjustmentDefinition,
  FormulaDefinition,
  FundDefinition,
  LineDefinition,
  ParameterDefinition,
  ParameterTree,
  ParameterValueDefinition,
  RoundingDefinition,
  TableDefinition,
} from '../../core/formula/definition.ts'
import { parse } from '../../core/formula/parse.ts'
import { print } from '../../core/formula/print.ts'
import { isLeaf } from '../../core/formula/read-parameters.ts'
import { unlessSchools } from '../../core/formula/row-words.ts'
import type { Expression } from '../../core/formula/syntax.ts'
import { BUILT_IN_UNITS, readUnit, unitText } from '../../core/formula/units.ts'
import { decimalText, readDecimal } from '../../core/numbers/decimal.ts'
import { compareCodePoints } from '../../core/text/code-points.ts'

/**
 * A checked formula's definition in one form: `1.50` as `1.5`, expressions as the formatter prints them,
 * what is left out filled in. Definitions that mean the same give the same document.
 */
export function canonicalFormula(definition: FormulaDefinition): object {
  const units = [...BUILT_IN_UNITS, ...(definition.units ?? [])]
  const unit = (text: string | undefined): string => canonicalUnit(text ?? '1', units)
  return {
    ...definition,
    name: definition.name ?? definition.id,
    rows: unlessSchools(definition.rows),
    units: sorted(definition.units),
    datasets: sorted(definition.datasets),
    needs: mapped(definition.needs, (need) => {
      const kind = need.kind ?? (need.one_of === undefined ? 'number' : 'text')
      const missing = need.missing !== undefined && kind === 'number' ? number(need.missing) : need.missing
      return { ...need, kind, ...(kind === 'number' && { unit: unit(need.unit) }), missing }
    }),
    funds: definition.funds.map(canonicalFund),
    pupils: definition.pupils === undefined ? undefined : expression(definition.pupils),
    parameters: canonicalParameters(definition.parameters ?? {}, unit),
    measures: mapped(definition.measures ?? {}, (measure) =>
      typeof measure === 'string'
        ? { value: expression(measure) }
        : { ...measure, value: expression(measure.value) },
    ),
    lines: definition.lines.map(canonicalLine),
    adjustments: (definition.adjustments ?? []).map(canonicalAdjustment),
    figures: (definition.figures ?? []).map((figure) => ({
      ...figure,
      label: figure.label ?? figure.id,
      amount: expression(figure.amount),
      round: rounding(figure.round),
    })),
    restrict: definition.restrict === undefined ? undefined : expression(definition.restrict),
    published: definition.published ?? [],
    pools: (definition.pools ?? []).map((pool) => ({ ...pool, amount: number(pool.amount) })),
  }
}

/** A plain decimal without zeros that say nothing; any other text as it is. */
export function number(text: string): string {
  const reading = readDecimal(text)
  return reading.kind === 'decimal' ? (decimalText(reading.value) ?? text) : text
}

function expression(text: string): string {
  const parsed = parse(text)
  return parsed.kind === 'expression' ? print(withPlainNumbers(parsed.expression)) : text
}

function withPlainNumbers(part: Expression): Expression {
  switch (part.kind) {
    case 'number':
      return { ...part, text: number(part.text) }
    case 'negate':
    case 'not':
      return { ...part, of: withPlainNumbers(part.of) }
    case 'arithmetic':
    case 'comparison':
    case 'logical':
      return { ...part, left: withPlainNumbers(part.left), right: withPlainNumbers(part.right) }
    case 'call': {
      const named = part.named.map((each) => ({ ...each, value: withPlainNumbers(each.value) }))
      const isRounding = part.name === 'round' || part.name === 'round_to'
      const positional = part.positional.map((each, i) =>
        withPlainNumbers(isRounding && i > 0 ? unquoted(each) : each),
      )
      return { ...part, positional, named }
    }
    default:
      return part
  }
}

// A step and a mode may stand in quotes or without.
function unquoted(part: Expression): Expression {
  if (part.kind !== 'text') return part
  const { value: text, span } = part
  const reading = readDecimal(text)
  return reading.kind === 'decimal'
    ? { kind: 'number', text, value: reading.value, span }
    : { kind: 'name', name: text, span }
}

function canonicalFund(fund: string | FundDefinition): FundDefinition {
  const stated = typeof fund === 'string' ? { id: fund } : fund
  return { ...stated, label: stated.label ?? stated.id, restricted: stated.restricted ?? 'false' }
}

function canonicalLine(line: LineDefinition): object {
  return {
    ...line,
    label: line.label ?? line.id,
    amount: expression(line.amount),
    when: line.when === undefined ? undefined : expression(line.when),
    recurs: line.recurs ?? 'recurring',
    round: rounding(line.round),
  }
}

function canonicalAdjustment(adjustment: AdjustmentDefinition): object {
  const stated: Readonly<Record<string, unknown>> = { ...adjustment }
  const expressions = ADJUSTMENT_EXPRESSIONS.flatMap((field) => {
    const value = stated[field]
    return typeof value === 'string' ? [[field, expression(value)] as const] : []
  })
  const per =
    'per' in adjustment && typeof adjustment.per === 'object'
      ? { per: mapped(adjustment.per, expression) }
      : {}
  const round = adjustment.round === undefined ? {} : { round: rounding(adjustment.round) }
  return {
    ...adjustment,
    label: adjustment.label ?? adjustment.id,
    ...Object.fromEntries(expressions),
    ...per,
    ...round,
  }
}

function rounding(stated: RoundingDefinition | undefined): object {
  const { places, step, mode = 'half_up' } = typeof stated === 'string' ? { places: stated } : (stated ?? {})
  return step === undefined ? { places: number(places ?? '2'), mode } : { step: number(step), mode }
}

function canonicalParameters(tree: ParameterTree, unit: (text: string | undefined) => string): object {
  return mapped(tree, (entry) =>
    isLeaf(entry) ? canonicalParameter(entry, unit) : canonicalParameters(entry, unit),
  )
}

function canonicalParameter(
  parameter: ParameterDefinition,
  unit: (text: string | undefined) => string,
): object {
  const { value, values } = parameter
  return {
    ...parameter,
    unit: unit(parameter.unit),
    value: value === undefined ? undefined : canonicalValue(value),
    values: values?.map((dated) => ({ ...dated, value: canonicalValue(dated.value) })),
  }
}

function canonicalValue(value: ParameterValueDefinition): unknown {
  if (typeof value === 'string') return number(value)
  if (Array.isArray(value)) return value.map((pair: readonly string[]) => pair.map(number))
  return mapped(value as TableDefinition, canonicalValue)
}

function canonicalUnit(text: string, units: readonly string[]): string {
  const sides = text.split('->').map((side) => {
    const reading = readUnit(side.trim(), units)
    return reading.kind === 'unit' ? unitText(reading.unit) : side.trim()
  })
  return sides.join(' -> ')
}

function mapped<Entry, Result>(
  map: Readonly<Record<string, Entry>>,
  apply: (entry: Entry) => Result,
): Record<string, Result> {
  return Object.fromEntries(Object.entries(map).map(([key, entry]) => [key, apply(entry)]))
}

function sorted(texts: readonly string[] | undefined): readonly string[] {
  return (texts ?? []).toSorted(compareCodePoints)
}
