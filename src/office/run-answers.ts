import { csvText } from '../contract/report/run-csv.ts'
import type { RunRow } from '../store/run-rows.ts'
import type { Run } from '../store/runs.ts'

/** A run and its rows, as they are sent. */
export function runWire(run: Run) {
  return {
    id: run.id,
    scenario: { ...run.scenario },
    engine: run.engine,
    inputs: run.inputsHash,
    total: run.total,
    schools: run.schools,
    lines: [...run.lineIds],
    by: run.createdBy ?? null,
    created: run.createdAt,
    released: run.releasedAt ?? null,
  }
}

export function rowWire({ lineIds }: Run, { school, name, total, amounts }: RunRow) {
  return { school, name, total, lines: Object.fromEntries(lineIds.map((id, i) => [id, amounts[i] ?? ''])) }
}

export function rowsCsv({ lineIds }: Run, rows: readonly RunRow[]): string {
  return csvText([
    ['id', 'name', ...lineIds.map((id) => `line.${id}`), 'total'],
    ...rows.map(({ school, name, amounts, total }) => [school, name, ...amounts, total]),
  ])
}
