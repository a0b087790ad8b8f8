import { type RawBuilder, sql } from 'kysely'
import { columnTotal } from '../app/stored/column-total.ts'
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

/** Does work in a transaction of its own that sees the same rows; nothing where none is to be had at once. */
export type Beside = <Result>(work: (trx: Trx) => Promise<Result>) => Promise<Result> | undefined

/**
 * What a table changes against a kept version, of which the rows count that the transaction may see. Where there is a way,
 * one half of it is found beside this transaction.
 */
export async function stagedChanges(
  trx: Trx,
  before: DatasetVersion,
  after: WrittenTable,
  beside?: Beside,
): Promise<TableComparison> {
  const pairs = pairsOf(before, after)
  const joined = joinOf(before, after)
  const found = await heldTogether(trx, { before, after, pairs }, beside)
  const first = new Map(after.comparison.columns.map((column) => [column.header, column]))
  const { after: size } = after.comparison.rows
  return {
    rows: { before: found.old, after: size },
    added: size === found.both ? [] : await idsWithout(trx, joined, { of: 'new', without: 'old' }),
    gone: found.old === found.both ? [] : await idsWithout(trx, joined, { of: 'old', without: 'new' }),
    columns: pairs.map(({ header, past, present }, i): ColumnChange => {
      const is = first.get(header)
      const { changed = 0, filled = 0, sum = null } = found.columns[i] ?? {}
      return {
        header,
        kind: past === undefined ? 'added' : present === undefined ? 'gone' : 'kept',
        changed,
        missing: { before: past === undefined ? null : found.old - filled, after: is?.missing.after ?? null },
        sum: { before: sum, after: is?.sum.after ?? null },
      }
    }),
  }
}

interface HeldTables {
  readonly before: DatasetVersion
  readonly after: WrittenTable
  readonly pairs: readonly Pair[]
}

async function heldTogether(trx: Trx, tables: HeldTables, beside: Beside | undefined): Promise<Held> {
  const { added: ids } = tables.after.comparison
  const middle = ids[ids.length >> 1]
  const upper =
    middle === undefined ? undefined : beside?.(async (own) => cellsHeld(own, tables, { from: middle }))
  if (upper === undefined) return cellsHeld(trx, tables, {})
  const halves = [cellsHeld(trx, tables, { below: middle }), upper] as const
  // One that has failed does not leave the other behind.
  await Promise.allSettled(halves)
  return sumOf(await halves[0], await halves[1])
}

/** Rows of some schools: ids from one on, or those before it. */
interface Stretch {
  readonly from?: string | undefined
  readonly below?: string | undefined
}

/** Rows of either table by school. It is hashed or merged: a plan with an index for each row cannot be taken. */
function joinOf(before: DatasetVersion, after: WrittenTable, stretch: Stretch = {}): RawBuilder<unknown> {
  const rows = 'staged' in after.rows ? sql`${sql.table(after.rows.staged)} where true` : rowsOf(after.rows)
  const of = stretchOf(stretch)
  return sql`${inPieces(sql`${rows} ${of}`, after)} as new
    full join ${inPieces(sql`${rowsOf(before)} ${of}`, before)} as old on old.school_id = new.school_id`
}

function rowsOf({ uploadId }: Pick<DatasetVersion, 'uploadId'>): RawBuilder<unknown> {
  return sql`dataset_rows where upload_id = ${uploadId}`
}

function stretchOf({ from, below }: Stretch): RawBuilder<unknown> {
  if (from !== undefined) return sql`and school_id >= ${from}`
  return below === undefined ? sql`` : sql`and school_id < ${below}`
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

interface Held {
  /** Rows of the version before, and of both. */
  readonly old: number
  readonly both: number
  /** In the order of the columns: cells that differ, old ones that are not empty, and their sum. */
  readonly columns: readonly HeldColumn[]
}

interface HeldColumn {
  readonly changed: number
  readonly filled: number
  readonly sum: string | null
}

async function cellsHeld(trx: Trx, { before, after, pairs }: HeldTables, stretch: Stretch): Promise<Held> {
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
  // A server of somebody else may compile a statement that has thousands of sums, for longer than it runs.
  await sql`set local jit = off`.execute(trx)
  const { rows } = await sql<CountedCells>`
    select count(old.school_id) as old, count(*) filter (where ${BOTH}) as both,
      array[${sql.join(changed)}]::text[] as changed, array[${sql.join(filled)}]::text[] as filled,
      array[${sql.join(sums)}]::text[] as sums
    from ${joinOf(before, after, stretch)}`.execute(trx)
  const [found] = rows
  return {
    old: Number(found?.old),
    both: Number(found?.both),
    columns: pairs.map((_, i) => ({
      changed: Number(found?.changed[i]),
      filled: Number(found?.filled[i]),
      sum: found?.sums[i] ?? null,
    })),
  }
}

interface CountedCells {
  readonly old: string
  readonly both: string
  readonly changed: readonly string[]
  readonly filled: readonly string[]
  readonly sums: readonly (string | null)[]
}

function sumOf(a: Held, b: Held): Held {
  return {
    old: a.old + b.old,
    both: a.both + b.both,
    columns: a.columns.map(({ changed, filled, sum }, i) => {
      const other = b.columns[i]
      return {
        changed: changed + (other?.changed ?? 0),
        filled: filled + (other?.filled ?? 0),
        sum: sum === null ? null : exactSum(sum, other?.sum ?? '0'),
      }
    }),
  }
}

function exactSum(...decimals: readonly string[]): string {
  const total = columnTotal()
  for (const each of decimals) total.add(each)
  return total.text()
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
 * it; here each is unpacked once. What is short is taken as it is.
 */
function inPieces(
  rows: RawBuilder<unknown>,
  { numberColumns, textColumns }: Omit<KeptTable, 'rows'>,
): RawBuilder<unknown> {
  const wide = { numbers: numberColumns.length > CELLS_TOGETHER, texts: textColumns.length > CELLS_TOGETHER }
  // Joined with nothing, an array is unpacked; `offset 0` keeps what is done here from being done for each cell.
  const [numbers, texts] = [unpacked('numbers', wide.numbers), unpacked('texts', wide.texts)]
  const pieces = [...cut('numbers', numberColumns), ...cut('texts', textColumns)]
  const whole = sql`select school_id, ${numbers}, ${texts} from ${rows} offset 0`
  return sql`(select ${sql.join([sql.ref('school_id'), ...pieces])} from (${whole}) as whole offset 0)`
}

function unpacked(holder: 'numbers' | 'texts', isWide: boolean): RawBuilder<unknown> {
  return isWide ? sql`${sql.ref(holder)} || '{}' as ${sql.ref(holder)}` : sql.ref(holder)
}

function cut(holder: 'numbers' | 'texts', { length }: readonly string[]): RawBuilder<unknown>[] {
  if (length <= CELLS_TOGETHER) return [sql`${sql.ref(holder)} as ${sql.ref(`${holder}_0`)}`]
  return Array.from({ length: Math.ceil(length / CELLS_TOGETHER) }, (_, piece) => {
    const [first, last] = [piece * CELLS_TOGETHER + 1, (piece + 1) * CELLS_TOGETHER]
    const cells = sql`${sql.ref(holder)}[${sql.lit(first)}:${sql.lit(last)}]`
    return sql`${cells} as ${sql.ref(`${holder}_${piece}`)}`
  })
}
