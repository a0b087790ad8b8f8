import type { UseResult } from '../explanation-result.ts'
import type { ExplainedSchool } from './board-source.ts'

/** What a school's amounts were made from, each once, in the order in which it is first met. */
export interface UsedValues {
  /** Counts and other numbers of the data that its dollars rest on. */
  readonly inputs: readonly UseResult[]
  /** Measures that were worked out of them. */
  readonly measures: readonly UseResult[]
  /** What the data says of the school in words, where a line asks. */
  readonly texts: readonly UseResult[]
  /** Names of parameters that are assumed. */
  readonly assumed: readonly string[]
}

export function usedValues(amounts: ExplainedSchool): UsedValues {
  const paid = amounts.filter(({ applies, amount }) => applies && !/^-?[0.]+$/.test(amount))
  const used = each(paid.flatMap(({ uses }) => opened(uses)))
  const asked = each(amounts.flatMap(({ uses }) => opened(uses)))
  const isText = ({ unit }: UseResult): boolean => unit === 'text'
  return {
    inputs: used.filter((use) => use.kind === 'input' && !isText(use)),
    // What an adjustment goes by has the name of its field, and is told with the adjustment.
    measures: each(paid.flatMap(({ kind, uses }) => (kind === 'line' ? opened(uses) : []))).filter(
      (use) => use.kind === 'measure',
    ),
    texts: asked.filter((use) => use.kind === 'input' && isText(use)),
    assumed: [
      ...new Set(
        used.flatMap(({ kind, name, provenance }) =>
          kind === 'parameter' && provenance?.kind === 'assumed' ? [parameterName(name)] : [],
        ),
      ),
    ],
  }
}

/** Uses with those inside the measures among them. */
function opened(uses: readonly UseResult[]): UseResult[] {
  return uses.flatMap((use) => [use, ...opened(use.arithmetic?.uses ?? [])])
}

function each(uses: readonly UseResult[]): UseResult[] {
  const met = new Map<string, UseResult>()
  for (const use of uses) {
    const key = `${use.kind} ${use.cell?.dataset ?? ''} ${use.name}`
    if (!met.has(key)) met.set(key, use)
  }
  return [...met.values()]
}

/** A value that was looked up carries its keys: `small_school(enrollment)`. */
function parameterName(name: string): string {
  const [before = name] = name.split('(')
  return before
}
