import { BOOLEAN, decimalOf, TEXT, type Type, typeText } from '../formula/types.ts'
import { PURE, readUnit, sameUnit } from '../formula/units.ts'
import { hasErrors, type Outcome, outcome, type Problem, problem } from '../problems/problem.ts'
import { compareCodePoints } from '../text/code-points.ts'
import { escapePointer } from '../text/json-pointer.ts'
import { nearest } from '../text/nearest.ts'
import type { Column, ColumnRequest, Dataset, School } from './dataset.ts'
import type { DatasetMapping, IdMapping, MeasureMapping, RawTable } from './definition.ts'
import { mergeSchools } from './merge-schools.ts'
import { qualitySettings, reviewQuality } from './quality.ts'
import { readColumn } from './read-column.ts'
import { readIds } from './read-ids.ts'

export interface DatasetReading {
  /** What the scenario calls it: `now`, `prior`. */
  readonly name: string
  readonly table: RawTable
  readonly mapping: DatasetMapping
  /** Place of the mapping in the document, for faults in the mapping itself. */
  readonly pointer: string
  /** Columns that the formula reads. */
  readonly requests: readonly ColumnRequest[]
  /** Units that the formula knows. */
  readonly units: readonly string[]
  /** The column that counts all pupils, if one does. */
  readonly pupils: string | undefined
}

/** Makes a table of texts into a dataset of typed measures, or reports every row and column that stands in the way. */
export function readDataset(reading: DatasetReading): Outcome<Dataset> {
  const { mapping, name, table } = reading
  const problems: Problem[] = []
  const setting = qualitySettings(mapping.quality)
  const columnOf = indexHeader(reading, problems)
  const idMapping = idMappingOf(mapping)
  const idColumn = columnOf.get(idMapping.column)
  if (idColumn === undefined) reportMissing(reading, idMapping.column, problems)
  const ids =
    idColumn === undefined
      ? []
      : readIds(cellsOf(table, idColumn), {
          lineOf: (row) => table.line(row),
          dataset: name,
          mapping: idMapping,
          lostZeros: setting('lost_zeros'),
          problems,
        })
  const nameColumn = columnOf.get(mapping.name ?? 'name')
  if (mapping.name !== undefined && nameColumn === undefined) reportMissing(reading, mapping.name, problems)
  const order = inOrderOf(ids, table.size)
  const schools = order.map((row): School => {
    const id = ids[row] ?? ''
    const label = nameColumn === undefined ? '' : table.cell(row, nameColumn).normalize('NFC')
    return { id, name: label === '' ? id : label, row: table.line(row) }
  })
  const columns = new Map<string, Column>()
  for (const wanted of wantedColumns(reading, problems)) {
    const index = columnOf.get(wanted.header)
    if (index === undefined) {
      reportMissing(reading, wanted.header, problems, wanted.name)
      continue
    }
    const texts = order.map((row) => table.cell(row, index))
    columns.set(wanted.name, readColumn({ ...wanted, dataset: name, schools, texts }, problems))
  }
  const { vintage, source } = mapping
  const dataset = {
    name,
    schools,
    columns,
    ...(vintage !== undefined && { vintage }),
    ...(source !== undefined && { source }),
    ...(setting('lost_zeros') === 'warning' &&
      idMapping.digits === undefined && { warnsOfIds: idMapping.column }),
  }
  // What is whole is looked at after the changes of a what-if; what is not, at once, so that all faults are told.
  if (hasErrors(problems))
    for (const each of reviewQuality(dataset, reading.pupils, setting)) problems.push(each)
  const merged = mergeSchools(dataset, mapping.merged ?? {}, {
    pointer: `${reading.pointer}/merged`,
    problems,
  })
  return outcome(problems, () => merged)
}

function cellsOf(table: RawTable, column: number): readonly string[] {
  const cells: string[] = []
  for (let row = 0; row < table.size; row += 1) cells.push(table.cell(row, column))
  return cells
}

/** The rows by the ids that they have. */
function inOrderOf(ids: readonly string[], rows: number): readonly number[] {
  const order: number[] = []
  for (let row = 0; row < rows; row += 1) order.push(row)
  return order.sort((a, b) => compareCodePoints(ids[a] ?? '', ids[b] ?? ''))
}

function idMappingOf(mapping: DatasetMapping): IdMapping {
  if (mapping.id === undefined) return { column: 'id' }
  return typeof mapping.id === 'string' ? { column: mapping.id } : mapping.id
}

function indexHeader({ name, table }: DatasetReading, problems: Problem[]): ReadonlyMap<string, number> {
  const index = new Map<string, number>()
  for (const [i, header] of table.header.entries()) {
    if (!index.has(header)) {
      index.set(header, i)
      continue
    }
    // A spreadsheet writes empty columns beside the table; without a name nothing can read them.
    if (header === '') continue
    const at = { kind: 'cell', dataset: name, row: table.headerLine, column: header } as const
    problems.push(
      problem('COLUMN_DUPLICATE', {
        at,
        message: `two columns are called "${header}"`,
        found: header,
        suggestion: 'rename one of the two',
      }),
    )
  }
  return index
}

interface WantedColumn {
  readonly name: string
  readonly header: string
  readonly type: Type
  readonly mapping: MeasureMapping
  readonly oneOf?: readonly string[]
}

/** What the formula asks for, what the mapping describes, and the parts that either is made of. */
function wantedColumns(reading: DatasetReading, problems: Problem[]): WantedColumn[] {
  const mappings = new Map(
    Object.entries(reading.mapping.measures ?? {}).map(([name, each]) => [name.normalize('NFC'), each]),
  )
  const wanted = new Map<string, WantedColumn>()
  for (const { name, type, oneOf } of reading.requests) {
    const mapping = mappings.get(name) ?? {}
    refuseOtherUnit(reading, { name, type, mapping }, problems)
    wanted.set(name, {
      name,
      header: mapping.column ?? name,
      type,
      mapping,
      ...(oneOf !== undefined && { oneOf }),
    })
  }
  refusePublishedInputs(reading, wanted, problems)
  for (const [name, mapping] of mappings) {
    if (wanted.has(name)) continue
    wanted.set(name, {
      name,
      header: mapping.column ?? name,
      type: mappedType(reading, name, { mapping, problems }),
      mapping,
    })
  }
  const wholes = [...wanted.values()]
  for (const { mapping, type } of wholes) {
    for (const part of mapping.parts ?? []) {
      if (!wanted.has(part))
        wanted.set(part, { name: part, header: part, type, mapping: partMapping(mapping) })
    }
  }
  return [...wanted.values()]
}

/** A published value that was an input of what it checks would agree with anything. */
function refusePublishedInputs(
  { name: dataset, requests, table }: DatasetReading,
  wanted: ReadonlyMap<string, WantedColumn>,
  problems: Problem[],
): void {
  const headersOf = (isPublished: boolean): (string | undefined)[] =>
    requests
      .filter((each) => (each.isPublished ?? false) === isPublished)
      .map(({ name }) => wanted.get(name)?.header)
  const inputs = new Set(headersOf(false))
  for (const header of headersOf(true)) {
    if (header === undefined || !inputs.has(header)) continue
    const at = { kind: 'cell', dataset, row: table.headerLine, column: header } as const
    const message = `the column "${header}" is both an input and a published amount`
    problems.push(
      problem('PUBLISHED_IS_INPUT', {
        at,
        message,
        found: header,
        expected: 'a column that no expression reads',
      }),
    )
  }
}

// A part is counted on the basis of its whole.
function partMapping({ basis, as_of }: MeasureMapping): MeasureMapping {
  return { ...(basis !== undefined && { basis }), ...(as_of !== undefined && { as_of }) }
}

function refuseOtherUnit(
  { pointer, units }: DatasetReading,
  { name, type, mapping }: { name: string; type: Type; mapping: MeasureMapping },
  problems: Problem[],
): void {
  // A published amount takes whatever unit its mapping states; it meets no expression.
  if (mapping.unit === undefined || (type.kind === 'number' && type.unit === 'bare')) return
  const unit = readUnit(mapping.unit, units)
  const isSame =
    unit.kind === 'unit' && type.kind === 'number' && type.unit !== 'bare' && sameUnit(unit.unit, type.unit)
  if (isSame) return
  problems.push(
    problem('UNIT_DIFFERS', {
      at: { kind: 'document', pointer: `${pointer}/measures/${escapePointer(name)}/unit` },
      message: `the dataset gives ${name} in ${mapping.unit}, and the formula needs ${typeText(type)}`,
      found: mapping.unit,
      expected: typeText(type),
    }),
  )
}

function mappedType(
  { pointer, units }: DatasetReading,
  name: string,
  { mapping, problems }: { mapping: MeasureMapping; problems: Problem[] },
): Type {
  if (mapping.kind === 'text') return TEXT
  if (mapping.kind === 'boolean') return BOOLEAN
  const unit = readUnit(mapping.unit ?? '1', units)
  if (unit.kind === 'unit') return decimalOf(unit.unit)
  const at = { kind: 'document', pointer: `${pointer}/measures/${escapePointer(name)}/unit` } as const
  problems.push(
    problem('UNIT_UNKNOWN', { at, message: unit.message, found: unit.found, suggestion: unit.suggestion }),
  )
  return decimalOf(PURE)
}

function reportMissing(
  { name, table }: DatasetReading,
  header: string,
  problems: Problem[],
  measure = header,
): void {
  const meant = nearest(header, table.header)
  problems.push(
    problem('COLUMN_MISSING', {
      at: { kind: 'cell', dataset: name, row: table.headerLine, column: header },
      message: `there is no column "${header}"`,
      found: table.header.slice(0, 12).join(', '),
      expected: header,
      suggestion:
        meant === undefined
          ? `say which column it is: ${measure}: { column: "…" }`
          : `${measure}: { column: ${JSON.stringify(meant)} }`,
    }),
  )
}
