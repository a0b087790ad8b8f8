import type { Dataset } from '../../data/dataset.ts'
import type { Value } from '../../formula/checked.ts'
import { type RowWords, SCHOOLS } from '../../formula/row-words.ts'
import { compareCodePoints } from '../../text/code-points.ts'
import { type Cause, type Scope, schoolsOf } from './scope.ts'

/** Students, the other data of the schools, and other datasets, where they differ at schools that both runs have. */
export function dataCauses(scope: Scope): Cause[] {
  const { before, after, reaches, enrollment } = scope
  const { many } = wordsOf(scope)
  const ids = schoolsOf(scope).both
  const read = (dataset: string): string[] => [
    ...new Set([...(reaches.before.inputs.get(dataset) ?? []), ...(reaches.after.inputs.get(dataset) ?? [])]),
  ]
  const differs = (dataset: string, names: readonly string[]): boolean => {
    const [a, b] = [before.datasets.get(dataset), after.datasets.get(dataset)]
    return a !== undefined && b !== undefined && cellsDiffer(a, b, { ids, names })
  }
  const now = read('now')
  const counts = now.filter((name) => enrollment.has(name))
  const others = now.filter((name) => !enrollment.has(name))
  const names = [...before.datasets.keys()].filter((name) => name !== 'now').sort(compareCodePoints)
  return [
    ...(differs('now', counts)
      ? [{ id: 'enrollment', kind: 'enrollment', label: 'Enrollment' } as const]
      : []),
    ...(differs('now', others)
      ? [{ id: 'need_mix', kind: 'need-mix', label: `Need mix (all other data of the ${many})` } as const]
      : []),
    ...names
      .filter((name) => differs(name, read(name)))
      .map((name) => ({ id: `dataset.${name}`, kind: 'dataset', label: `Dataset ${name}` }) as const),
  ]
}

function cellsDiffer(
  a: Dataset,
  b: Dataset,
  { ids, names }: { ids: readonly string[]; names: readonly string[] },
): boolean {
  const rows = [a, b].map(({ schools }) => new Map(schools.map(({ id }, i) => [id, i])))
  const cell = (dataset: Dataset, name: string, row: number | undefined): Value | undefined =>
    row === undefined ? undefined : dataset.columns.get(name)?.values[row]
  return names
    .filter((name) => a.columns.has(name) && b.columns.has(name))
    .some((name) =>
      ids.some((id) => !sameValue(cell(a, name, rows[0]?.get(id)), cell(b, name, rows[1]?.get(id)))),
    )
}

/** What the later run calls its rows. */
function wordsOf({ after }: Scope): RowWords {
  return after.formula.rows ?? SCHOOLS
}

/** Schools that only one run has. */
export function schoolCauses(scope: Scope): Cause[] {
  const { opened, closed } = schoolsOf(scope)
  const { many } = wordsOf(scope)
  return [
    ...(opened.length > 0
      ? [{ id: 'schools.new', kind: 'new-schools', label: `New ${many} (${opened.length})` } as const]
      : []),
    ...(closed.length > 0
      ? [
          {
            id: 'schools.closed',
            kind: 'closed-schools',
            label: `Closed ${many} (${closed.length})`,
          } as const,
        ]
      : []),
  ]
}

/** Whether two cells hold the same. */
export function sameValue(a: Value | undefined, b: Value | undefined): boolean {
  return typeof a === 'object' && typeof b === 'object' ? a.n === b.n && a.d === b.d : a === b
}
