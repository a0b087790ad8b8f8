import type { RawTable } from '../core/data/definition.ts'
import { listedTable } from '../core/data/listed-table.ts'
import type { Value } from '../core/formula/checked.ts'
import type { Allocation } from '../core/funding/allocate.ts'
import type { RunData } from '../core/funding/run-data.ts'
import { exactText, fixedText } from '../core/numbers/decimal.ts'

/** The run of another scenario, as far as a dataset can be made of it; missing when it has problems of its own. */
export type EarlierRun = { readonly allocation: Allocation; readonly data: RunData } | undefined

/** Runs the scenario at a path that another one names as an earlier one. */
export type RunEarlier = (path: string) => Promise<EarlierRun>

/**
 * An earlier run as a table: a row a school, with its pupils if they are counted, its total, each line under `line.ID` and each
 * measure that the run was given under its own name, or as `given.NAME` where the run has a column of that name.
 */
export function earlierTable({ allocation, data }: NonNullable<EarlierRun>): RawTable {
  const measures = [...(data.datasets.get('now')?.columns.values() ?? [])].filter(({ name }) => name !== 'id')
  const lines = allocation.lines.map(({ id }) => `line.${id}`)
  // What the run came to has its name first; a measure that has the same one is `given.NAME`.
  const counts = allocation.formula.pupils === undefined ? [] : ['pupils']
  const header = ['id', 'name', ...counts, 'total', ...lines, ...measures.map(({ name }) => name)]
  const rows = allocation.schools.map((school, i) => {
    const given = measures.map(({ values }) => cellText(values[i]))
    const amounts = school.lines.map(({ amount }) => fixedText(amount))
    const pupils = school.pupils === undefined ? [] : [exactText(school.pupils)]
    const cells = [school.id, school.name, ...pupils, fixedText(school.total), ...amounts, ...given]
    return { line: i + 1, cells }
  })
  return listedTable({
    headerLine: 1,
    header: header.map((name, i) => (header.indexOf(name) === i ? name : `given.${name}`)),
    rows,
  })
}

function cellText(value: Value | undefined): string {
  return typeof value === 'object' ? exactText(value) : (value ?? '').toString()
}
