import { type RawBuilder, sql } from 'kysely'
import { columnsOf, type KeptColumn, type KeptTable } from '../app/stored/dataset-table.ts'
import type { ColumnChange, TableComparison } from '../app/stored/table-comparison.ts'
import type { DatasetVersion } from './datasets.ts'
import type { Trx } from './with-district.ts'

/** A table that was read, with its rows in the database. */
interface WrittenTable extends Omit<KeptTable, 'rows'> {
  /** The name of a table that has them staged, or their upload. */
  readonly rows: { readonly staged: string } | { readonly uploadId: string }
  /** The table as the first of its name. */
  readonly comparison: TableComparison
}

/** What a table changes against a kept version, of which the rows count that the transaction may see. */
export async function stagedChanges(
  trx: Trx,
  before: DatasetVersion,
  after: WrittenTable,
): Promise<TableComparison> {
  // It is either hashed or merged: a plan with an index for each row cannot be taken, however few rows are guessed.
  const rows = 'staged' in after.rows ? sql.table(after.rows.staged) : rowsOf(after.rows)
  const joined = sql`${inPieces(rows, after)} as new
    full join ${inPieces(rowsOf(before), before)} as old on old.school_id = new.school_id`
  const pairs = pairsOf(before, after)
  // A server of somebody else may compile a statement that has thousands of sums, for longer than it runs.
  await sql`set local jit = off`.execute(trx)
  const found = await cellsHeld(trx, joined, pairs)
  const first = new Map(after.comparison.columns.map((column) => [column.header, column]))
  const { after: size } = after.comparison.rows
  return {
    rows: { before: found.old, after: size },
    added: size === found.both ? [] : await idsWithout(trx, joined, { of: 'new', without: 'old' }),
    gone: found.old === found.both ? [] : await idsWithout(trx, joined, { of: 'old', without: 'new' }),
    columns: pairs.map(({ header, past, present }, i): ColumnChange => {
      const is = first.get(header)
      return {
        header,
        kind: past === undefined ? 'added' : present === undefined ? 'gone' : 'kept',
        changed: Number(found.changed[i]),
        missing: {
          before: past === undefined ? null : found.old - Number(found.filled[i]),
          after: is?.missing.after ?? null,
        },
        sum: { before: found.sums[i] ?? null, after: is?.sum.after ?? null },
      }
    }),
  }
}

function rowsOf({ uploadId }: Pick<DatasetVersion, 'uploadId'>): RawBuilder<unknown> {
  return sql`dataset_rows where upload_id = ${uploadId}`
}

/** A column of either table, or of both. */
interface Pair {
  readonly header: string
  readonly past: KeptColumn | undefined
  readonly present: KeptColumn | undefined
}

function pairsOf(before: Omit<KeptTable, 'rows'>, after: Omit<KeptTable, 'rows'>): Pair[] {
  const [was, is] = [before, after].map(
    (table) => new Map(columnsOf({ ...table, rows: [] }).map((column) => [column.header, column])),
  )
  return [...new Set([...(is?.keys() ?? []), ...(was?.keys() ?? [])])].map((header) => {
    return { header, past: was?.get(header), present: is?.get(header) }
  })
}

/** Rows of the version before and of both; then, in the order of the columns, cells that differ, old ones, and old sums. */
async function cellsHeld(trx: Trx, joined: RawBuilder<unknown>, pairs: readonly Pair[]) {
  const changed = pairs.map(({ past, present }) => {
    return sql`count(*) filter (where ${BOTH} and ${differ(past, present)})`
  })
  const filled = pairs.map(({ past }) =>
    past?.isNumber === true
      ? sql`count(${cellOf('old', past)})`
      : sql`count(nullif(${lettersOf('old', past)}, ''))`,
  )
  const sums = pairs.map(({ past }) =>
    past?.isNumber === true ? sql`trim_scale(coalesce(sum(${cellOf('old', past)}), 0))::text` : sql`null`,
  )
  const { rows } = await sql<Record<'changed' | 'filled' | 'sums', string[]> & { old: string; both: string }>`
    select count(old.school_id) as old, count(*) filter (where ${BOTH}) as both,
      array[${sql.join(changed)}]::text[] as changed, array[${sql.join(filled)}]::text[] as filled,
      array[${sql.join(sums)}]::text[] as sums
    from ${joined}`.execute(trx)
  const [found] = rows
  return {
    old: Number(found?.old),
    both: Number(found?.both),
    changed: found?.changed ?? [],
    filled: found?.filled ?? [],
    sums: found?.sums ?? [],
  }
}

const BOTH = sql`old.school_id is not null and new.school_id is not null`

type Side = 'old' | 'new'

/** In one text: so many rows of their own take longer to read than to find. */
async function idsWithout(
  trx: Trx,
  joined: RawBuilder<unknown>,
  { of, without }: { readonly of: Side; readonly without: Side },
): Promise<string[]> {
  const id = sql.ref(`${of}.school_id`)
  const { rows } = await sql<{ readonly ids: string }>`
    select coalesce(json_agg(${id} order by ${id} collate "C"), '[]')::text as ids
    from ${joined} where ${sql.ref(`${without}.school_id`)} is null`.execute(trx)
  return JSON.parse(rows[0]?.ids ?? '[]')
}

/** To the letter: 1.5 is another cell than 1.50. */
function differ(past: KeptColumn | undefined, present: KeptColumn | undefined): RawBuilder<unknown> {
  if (past?.isNumber !== true || present?.isNumber !== true)
    return sql`${lettersOf('old', past)} <> ${lettersOf('new', present)}`
  const [a, b] = [cellOf('old', past), cellOf('new', present)]
  return sql`(${a} is distinct from ${b} or scale(${a}) is distinct from scale(${b}))`
}

function lettersOf(side: Side, column: KeptColumn | undefined): RawBuilder<unknown> {
  return column === undefined ? sql`''` : sql`coalesce(${cellOf(side, column)}::text, '') collate "C"`
}

function cellOf(side: Side, { holder, index }: KeptColumn): RawBuilder<unknown> {
  if (holder === 'school') return sql.ref(`${side}.school_id`)
  const place = index % CELLS_TOGETHER
  return sql`${sql.ref(`${side}.${holder}_${(index - place) / CELLS_TOGETHER}`)}[${sql.lit(place + 1)}]`
}

const CELLS_TOGETHER = 32

/**
 * Rows with their cells in short arrays. To find a cell PostgreSQL unpacks a long array, and goes through all cells before
 * it; here each is unpacked once.
 */
function inPieces(
  rows: RawBuilder<unknown>,
  { numberColumns, textColumns }: Omit<KeptTable, 'rows'>,
): RawBuilder<unknown> {
  const pieces = Object.entries({ numbers: numberColumns, texts: textColumns }).flatMap(([holder, columns]) =>
    Array.from({ length: Math.ceil(columns.length / CELLS_TOGETHER) }, (_, piece) => {
      const [first, last] = [piece * CELLS_TOGETHER + 1, (piece + 1) * CELLS_TOGETHER]
      const cells = sql`${sql.ref(holder)}[${sql.lit(first)}:${sql.lit(last)}]`
      return sql`${cells} as ${sql.ref(`${holder}_${piece}`)}`
    }),
  )
  // Joined with nothing, an array is unpacked; `offset 0` keeps what is done here from being done for each cell.
  const unpacked = sql`select school_id, numbers || '{}' as numbers, texts || '{}' as texts from ${rows} offset 0`
  return sql`(select ${sql.join([sql.ref('school_id'), ...pieces])} from (${unpacked}) as whole offset 0)`
}
