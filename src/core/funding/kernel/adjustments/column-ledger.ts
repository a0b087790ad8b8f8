import type { NumberOperand } from '../../../columns/operand.ts'
import { centsText } from '../../../numbers/decimal.ts'
import { fraction, type Rational } from '../../../numbers/rational.ts'
import { compareCodePoints } from '../../../text/code-points.ts'
import type { LedgerReading } from '../../adjustments/ledger.ts'
import type { AmountColumn } from '../../amount-column.ts'
import { amountOf, amountsOf, type CentsColumn, centsColumn, greatestMagnitude } from './cents.ts'
import { NotForColumns } from './not-for-columns.ts'
import { MOST_DIVIDED } from './quotas.ts'
import { addParts, partAt, type SpreadRows, spreadRows } from './spread-rows.ts'

/** The ledger of a run on columns, in whole cents by school. What it hands out is not to be written to. */
export interface ColumnLedger extends LedgerReading {
  /** What some lines have now in all. */
  centsOver(ids: readonly string[]): Float64Array
  /** What a school has now in all. */
  centsInAll(): Float64Array
  /** What an adjustment added in all. */
  centsAdded(adjustment: string): Float64Array
  /** What an adjustment did to some of its lines in all; its own id stands for money that went to no line. */
  centsAmong(adjustment: string, ids: readonly string[]): Float64Array
  spread(adjustment: { readonly id: string; readonly over: readonly string[] }, changes: Float64Array): void
  give(adjustment: string, changes: Float64Array): void
}

/** What an adjustment did: in all, and by line as soon as somebody asks what one line has. */
interface Entry {
  readonly id: string
  readonly added: Float64Array
  /** As they were named. */
  readonly over: readonly string[]
  /** In the order in which the last cents go to equal ones. */
  readonly inOrder: readonly string[]
  readonly rows: () => SpreadRows
}

/** Cents by school before they are multiplied out. */
type Account = Omit<CentsColumn, 'reach'>

interface Books {
  readonly schools: number
  /** What lines had at first, and what adjustments gave as money of their own. */
  readonly accounts: Map<string, Account>
  /** In the order in which they came. */
  readonly entries: Entry[]
}

/** Opens a ledger with the rounded amounts of the lines. */
export function openColumnLedger(lines: ReadonlyMap<string, NumberOperand>, schools: number): ColumnLedger {
  const columns = new Map([...lines].map(([id, line]) => [id, centsColumn(line, schools)]))
  const accounts = new Map<string, Account>(columns)
  const books: Books = { schools, accounts, entries: [] }
  const given = new Map<string, Float64Array>()
  const room = roomFor([...columns.values()])
  const sums = sumsOf(books)
  const nothing = new Float64Array(schools)
  const entryOf = (adjustment: string): Entry | undefined => books.entries.find(({ id }) => id === adjustment)
  const centsAdded = (adjustment: string): Float64Array =>
    given.get(adjustment) ?? entryOf(adjustment)?.added ?? nothing
  const centsAmong = (adjustment: string, ids: readonly string[]): Float64Array => {
    const entry = entryOf(adjustment)
    if (entry === undefined) return ids.includes(adjustment) ? centsAdded(adjustment) : nothing
    if (entry.over.every((id) => ids.includes(id))) return entry.added
    const among = new Float64Array(schools)
    addParts(among, entry.rows(), placesIn(entry, ids))
    return among
  }
  const centsOfLine = (adjustment: string, line: string, school: number): number => {
    const entry = entryOf(adjustment)
    if (entry !== undefined) return partAt(entry.rows(), { place: entry.inOrder.indexOf(line), school })
    return line === adjustment ? (centsAdded(adjustment)[school] ?? 0) : 0
  }
  const linesOf = (adjustment: string): readonly string[] =>
    given.has(adjustment) ? [adjustment] : (entryOf(adjustment)?.over ?? [])
  let all = [...accounts.keys()]
  const centsInAll = (): Float64Array => sums(all)
  return {
    centsOver: sums,
    centsInAll,
    centsAdded,
    centsAmong,
    ...reading({ sums, centsInAll, centsAdded, centsAmong, centsOfLine, linesOf }),
    spread({ id, over }, changes) {
      room.take(greatestMagnitude(changes))
      if (over.length > 0) books.entries.push(entryFor({ id, over, added: changes }, books))
    },
    give(adjustment, changes) {
      room.take(greatestMagnitude(changes))
      accounts.set(adjustment, { values: changes, factor: 1 })
      all = [...all, adjustment]
      given.set(adjustment, changes)
    },
  }
}

/** Sees to it that no school's money, however its lines are put together, is beyond what the kernels divide. */
function roomFor(columns: readonly CentsColumn[]): { take(most: number): void } {
  const proven = columns.reduce((all, { reach }) => all + reach, 0)
  let taken =
    proven <= MOST_DIVIDED
      ? proven
      : columns.reduce((all, { values, factor }) => all + greatestMagnitude(values) * Math.abs(factor), 0)
  const take = (most: number): void => {
    taken += most
    if (taken > MOST_DIVIDED) throw new NotForColumns('amounts beyond 2^49 cents')
  }
  take(0)
  return { take }
}

function entryFor(entry: Pick<Entry, 'id' | 'over' | 'added'>, books: Books): Entry {
  const { over, added } = entry
  const inOrder = [...over].sort(compareCodePoints)
  const before = [...books.entries]
  let rows: SpreadRows | undefined
  const spread = (): SpreadRows => {
    const earlier = before.filter((each) => each.over.some((id) => over.includes(id)))
    return spreadRows({
      changes: added,
      lines: inOrder.map(
        (id) => books.accounts.get(id) ?? { values: new Float64Array(books.schools), factor: 1 },
      ),
      first: inOrder.indexOf(over[0] ?? ''),
      earlier: earlier.map((each) => ({
        rows: each.rows(),
        places: inOrder.map((id) => each.inOrder.indexOf(id)),
      })),
    })
  }
  return {
    ...entry,
    inOrder,
    rows() {
      rows ??= spread()
      return rows
    },
  }
}

function placesIn({ inOrder }: Entry, ids: readonly string[]): number[] {
  return inOrder.flatMap((id, place) => (ids.includes(id) ? [place] : []))
}

/** Sums over lines, each kept and carried on when money has moved: what stays among its lines changes it by all. */
function sumsOf({ schools, accounts, entries }: Books): (ids: readonly string[]) => Float64Array {
  const known = new Map<string, { readonly values: Float64Array; readonly entries: number }>()
  const keys = new WeakMap<readonly string[], string>()
  return (ids) => {
    const key = keys.get(ids) ?? JSON.stringify(ids)
    keys.set(ids, key)
    const found = known.get(key)
    if (found?.entries === entries.length) return found.values
    const values = found?.values.slice() ?? sumAtFirst(ids, { schools, accounts })
    for (const entry of entries.slice(found?.entries ?? 0)) {
      const places = placesIn(entry, ids)
      if (places.length === entry.over.length) addTo(values, { values: entry.added, factor: 1 })
      else if (places.length > 0) addParts(values, entry.rows(), places)
    }
    known.set(key, { values, entries: entries.length })
    return values
  }
}

function sumAtFirst(
  ids: readonly string[],
  { schools, accounts }: Pick<Books, 'schools' | 'accounts'>,
): Float64Array {
  const sum = new Float64Array(schools)
  for (const id of ids) {
    const account = accounts.get(id)
    if (account !== undefined) addTo(sum, account)
  }
  return sum
}

function addTo(sum: Float64Array, { values, factor }: Account): void {
  for (let i = 0; i < sum.length; i += 1) sum[i] = (sum[i] ?? 0) + (values[i] ?? 0) * factor
}

/** The ledger as amounts of money, each made when it is asked for. */
function reading({
  sums,
  centsInAll,
  centsAdded,
  centsAmong,
  centsOfLine,
  linesOf,
}: {
  readonly sums: (ids: readonly string[]) => Float64Array
  readonly linesOf: (adjustment: string) => readonly string[]
  readonly centsOfLine: (adjustment: string, line: string, school: number) => number
} & Pick<ColumnLedger, 'centsInAll' | 'centsAdded' | 'centsAmong'>): LedgerReading {
  const asked = new Map<string, ReadonlyMap<string, readonly Rational[]>>()
  const lists = new Map<string, readonly string[]>()
  const listOf = (id: string): readonly string[] => {
    const list = lists.get(id) ?? [id]
    lists.set(id, list)
    return list
  }
  return {
    now: (id, school) => amountOf(sums(listOf(id))[school] ?? 0),
    changes(adjustment) {
      const lines = linesOf(adjustment)
      const changes =
        asked.get(adjustment) ?? new Map(lines.map((id) => [id, amountsOf(centsAmong(adjustment, [id]))]))
      // Before an adjustment has been applied there is nothing to keep.
      if (lines.length > 0) asked.set(adjustment, changes)
      return changes
    },
    linesOf,
    among: (adjustment, ids) => amountsOfCents(centsAmong(adjustment, ids)),
    change: (adjustment, school) => amountOf(centsAdded(adjustment)[school] ?? 0),
    changeOfLine: (adjustment, line, school) => amountOf(centsOfLine(adjustment, line, school)),
    subtotal: (school) => amountOf(centsInAll()[school] ?? 0),
  }
}

function amountsOfCents(cents: Float64Array): AmountColumn {
  return new AddedCents(cents)
}

class AddedCents implements AmountColumn {
  readonly #cents: Float64Array

  constructor(cents: Float64Array) {
    this.#cents = cents
  }

  get total(): Rational {
    return fraction(sumOfCents(this.#cents), 100n)
  }

  at(school: number): Rational {
    return amountOf(this.#cents[school] ?? 0)
  }

  text(school: number): string {
    return centsText(this.#cents[school] ?? 0)
  }
}

/** The sum of all schools, as many at a time as floats add up without a rounding. */
function sumOfCents(cents: Float64Array): bigint {
  const run = Math.max(1, Math.floor(Number.MAX_SAFE_INTEGER / Math.max(1, greatestMagnitude(cents))))
  let all = 0n
  for (let start = 0; start < cents.length; start += run) {
    let part = 0
    for (let i = start; i < Math.min(start + run, cents.length); i += 1) part += cents[i] ?? 0
    all += BigInt(part)
  }
  return all
}
