import { type Problem, problem } from '../problems/problem.ts'
import { reportFund } from './check-parts.ts'
import type { CheckedPublished, Fund, Pool, PublishedTarget } from './checked.ts'
import type { FormulaDefinition, FundDefinition, PoolDefinition, PublishedDefinition } from './definition.ts'
import { readNumberAt } from './read-number.ts'
import { readProvenance } from './read-parameters.ts'

export function readFunds(definitions: readonly (string | FundDefinition)[]): Fund[] {
  return definitions.map((definition) => {
    if (typeof definition === 'string') return { id: definition, label: definition, restricted: false }
    const { id, label, restricted } = definition
    return { id, label: label ?? id, restricted: restricted === 'true' }
  })
}

/** The budgets that lines are held against; the residual of each is shown with every run. */
export function checkPools(
  definitions: readonly PoolDefinition[],
  { pointer, funds, problems }: { pointer: string; funds: ReadonlySet<string>; problems: Problem[] },
): Pool[] {
  return definitions.flatMap((definition, i) => {
    const place = `${pointer}/${i}`
    if (!funds.has(definition.fund)) reportFund(definition.fund, `${place}/fund`, { funds, problems })
    const provenance = readProvenance(definition, place, problems)
    const amount = readNumberAt(definition.amount, `${place}/amount`, problems)
    if (amount === undefined) return []
    return provenance === undefined ? [] : [{ fund: definition.fund, amount, provenance }]
  })
}

/** Published amounts to hold results against. Their columns are outside every expression's reach. */
export function checkPublished(
  definitions: readonly PublishedDefinition[],
  { pointer, formula, problems }: { pointer: string; formula: FormulaDefinition; problems: Problem[] },
): CheckedPublished[] {
  return definitions.flatMap((definition, i) => {
    const place = `${pointer}/${i}`
    const of = targetOf(definition.of, formula)
    if (of === undefined) {
      problems.push(
        problem('PUBLISHED_UNKNOWN', {
          at: { kind: 'document', pointer: `${place}/of` },
          message: `no line or figure is called "${definition.of}"`,
          found: definition.of,
          expected: 'line.ID, figure.ID or total',
        }),
      )
      return []
    }
    const { column, source, note } = definition
    if (Object.hasOwn(formula.needs, column)) {
      problems.push(
        problem('PUBLISHED_IS_INPUT', {
          at: { kind: 'document', pointer: `${place}/column` },
          message: `${column} is an input of the formula, and cannot also be what it is held against`,
          found: column,
          expected: 'a column that no expression reads',
        }),
      )
    }
    return [
      { of, column: column.normalize('NFC'), source, ...(note !== undefined && { note }), pointer: place },
    ]
  })
}

function targetOf(text: string, formula: FormulaDefinition): PublishedTarget | undefined {
  if (text === 'total') return { kind: 'total' }
  const [kind, id = ''] = text.split('.')
  if (kind === 'line' && formula.lines.some((line) => line.id === id)) return { kind, id }
  if (kind === 'figure' && formula.figures?.some((figure) => figure.id === id)) return { kind, id }
  return undefined
}
