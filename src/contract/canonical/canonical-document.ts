import type { Dataset } from '../../core/data/dataset.ts'
import { type MeasureMapping, QUALITY_DEFAULTS } from '../../core/data/definition.ts'
import type { Value } from '../../core/formula/checked.ts'
import type { FormulaDefinition } from '../../core/formula/definition.ts'
import { unitText } from '../../core/formula/units.ts'
import { exactText } from '../../core/numbers/decimal.ts'
import { compareCodePoints } from '../../core/text/code-points.ts'
import type { ScenarioFile } from '../schema/scenario-schema.ts'
import { canonicalFormula, number } from './canonical-formula.ts'
import { WrittenJson } from './canonical-json.ts'

export interface CanonicalParts {
  readonly file: ScenarioFile
  readonly formula: FormulaDefinition
  readonly datasets: ReadonlyMap<string, Dataset>
  /** The quality settings that each dataset was read with. */
  readonly quality: ReadonlyMap<string, object | undefined>
}

/** What a scenario owes to its base, put into words that need no base. */
export interface Settled {
  readonly solve: object | undefined
  readonly baseline: object | undefined
}

/**
 * Everything that goes into a run, as one self-contained document in one form. It is what the hash of the
 * inputs is taken of: the same for CSV and inline rows, YAML and JSON, whatever the order of rows.
 */
export function canonicalDocument({
  file,
  formula,
  datasets,
  quality,
  solve,
  baseline,
}: CanonicalParts & Settled): object {
  return {
    leeway: file.leeway,
    scenario: file.scenario,
    formula: canonicalFormula(formula),
    data: Object.fromEntries(
      [...datasets].map(([name, dataset]) => [name, canonicalDataset(dataset, quality.get(name))]),
    ),
    solve,
    baseline,
    controls: (file.controls ?? []).map((control) => ({
      ...control,
      amount: number(control.amount),
      tolerance: number(control.tolerance ?? '0'),
    })),
  }
}

function canonicalDataset(dataset: Dataset, quality: object | undefined): object {
  const columns = [...dataset.columns.values()]
  const id = freeHeader('id', dataset)
  const name = freeHeader('name', dataset)
  return {
    // Ids are as they are meant to be, unless a run warns of them: then a run of this document does so too.
    id: { column: id, digits: dataset.warnsOfIds === undefined ? 'as-is' : undefined },
    name,
    vintage: dataset.vintage,
    source: dataset.source,
    merged: dataset.merged && Object.fromEntries(dataset.merged),
    quality: { ...QUALITY_DEFAULTS, ...quality },
    measures: Object.fromEntries(
      columns.map(({ name: measure, type, mapping }) => {
        const unit = type.kind === 'number' && type.unit !== 'bare' ? unitText(type.unit) : undefined
        return [measure, { kind: type.kind, unit, ...meaningOf(mapping) }]
      }),
    ),
    rows: canonicalRows(dataset, { id, name }),
  }
}

/** A row a school; there are so many of them that each header is put into words once. */
function canonicalRows(
  { schools, columns }: Dataset,
  { id, name }: { id: string; name: string },
): WrittenJson {
  const cells: [header: string, cell: (school: number) => string][] = [
    [id, (i) => JSON.stringify(schools[i]?.id)],
    [name, (i) => JSON.stringify(schools[i]?.name)],
    ...[...columns.values()].map((column): (typeof cells)[number] => [
      column.name,
      (i) => cellText(column.values[i]),
    ]),
  ]
  const ordered = cells
    .sort(([a], [b]) => compareCodePoints(a, b))
    .map(([header, cell], i) => ({ before: `${i === 0 ? '' : ','}${JSON.stringify(header)}:`, cell }))
  const rows = schools.map((_, i) => {
    let row = ''
    for (const { before, cell } of ordered) row += before + cell(i)
    return `{${row}}`
  })
  return new WrittenJson(`[${rows.join(',')}]`)
}

// How a file wrote its cells has been dealt with; what a measure means stays.
function meaningOf(mapping: MeasureMapping): object {
  const { column: _column, format: _format, blank: _blank, kind: _kind, unit: _unit, ...meaning } = mapping
  return meaning
}

/** A header that no measure has: a formula may well need something called "name". */
function freeHeader(header: string, dataset: Dataset): string {
  return dataset.columns.has(header) ? freeHeader(`_${header}`, dataset) : header
}

// An empty cell is written too: a column in which all are empty is still there.
function cellText(value: Value | undefined): string {
  return typeof value === 'object' ? `"${exactText(value)}"` : JSON.stringify(value?.toString() ?? '')
}
