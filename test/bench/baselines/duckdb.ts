// DuckDB's `DECIMAL` on one thread, over a table in memory. `--data simple` and `--data wide` write the amounts of
// every school into a new table, as the others write columns; `simple-sums` and `wide-sums` keep only the sums of
// the lines and of the schools, which spares DuckDB the making of a table. Only the query is timed.
import { columnBytes } from '../data/line-columns.ts'
import { simpleLines } from '../data/simple-lines.ts'
import { RATE_UNITS_PER_CENT } from '../data/weighted-lines.ts'
import { wideLines } from '../data/wide-lines.ts'
import { caseArguments, FIRST_SCHOOLS, reportCase } from '../report-case.ts'
import { type Connection, databaseWith, oneText } from './duckdb-tables.ts'

interface Source {
  readonly data: string
  readonly schools: number
  readonly inputs: Readonly<Record<string, Float64Array>>
  /** The table of inputs as `DECIMAL`, in as few digits as they need. */
  readonly decimals: string
  /** What each line comes to before it is rounded. */
  readonly products: readonly string[]
}

const given = caseArguments()
const [kind, sumsOnly] = (given.data ?? 'simple').split('-')
const source = kind === 'wide' ? wideSource(given.schools ?? 100_000) : simpleSource(given.schools ?? 100_000)
const connection = await databaseWith('given', { school: schoolNumbers(source.schools), ...source.inputs })
if (connection === undefined) console.log(JSON.stringify({ name: given.name, why: 'not installed' }))
else await reportDuckDb(connection)

async function reportDuckDb(connection: Connection): Promise<void> {
  await connection.run(`CREATE TABLE counted AS SELECT school, ${source.decimals} FROM given`)
  await connection.run('DROP TABLE given')
  const lines = source.products.length
  const { data, schools } = source
  const all = source.products.map((_, line) => `a${line}`)
  const amounts = source.products.map((product, line) => `CAST(${product} AS DECIMAL(15, 2)) AS a${line}`)
  const rounded = `SELECT school, ${amounts.join(', ')} FROM counted`
  const table = `CREATE TABLE given_out AS SELECT *, ${all.join(' + ')} AS total FROM (${rounded})`
  const sums = all.map((each) => `sum(${each})`)
  await reportCase({
    data,
    schools,
    amounts: schools * lines,
    columnBytes: columnBytes(Object.keys(source.inputs).length, { schools, lines }),
    isExact: true,
    ...(sumsOnly === undefined && {
      reset: async () => {
        await connection.run('DROP TABLE IF EXISTS given_out')
      },
    }),
    pass: async () => {
      if (sumsOnly === undefined) await connection.run(table)
      else
        await connection.runAndReadAll(`SELECT ${sums.join(', ')}, sum(${all.join(' + ')}) FROM (${rounded})`)
    },
    check: async () => {
      if (sumsOnly !== undefined) await connection.run(table)
      const cents = 'SELECT CAST(sum(total) * 100 AS DECIMAL(38, 0)) FROM given_out'
      return {
        checksum: await oneText(connection, cents),
        checksumOfFirst: await oneText(connection, `${cents} WHERE school < ${FIRST_SCHOOLS}`),
      }
    },
  })
}

function simpleSource(schools: number): Source {
  const { data, counts, rates } = simpleLines(schools)
  const inputs = Object.fromEntries(counts.map((column, line) => [`c${line}`, column]))
  return {
    data,
    schools,
    inputs,
    decimals: counts.map((_, line) => `CAST(c${line} AS DECIMAL(4, 0)) AS c${line}`).join(', '),
    products: rates.map(
      (rate, line) => `c${line} * ${fixed(rate, RATE_UNITS_PER_CENT * 100n)}::DECIMAL(10, 6)`,
    ),
  }
}

function wideSource(schools: number): Source {
  const { data, pupils, proportions, rates } = wideLines(schools)
  const columns = Object.fromEntries(proportions.map((column, line) => [`p${line}`, column]))
  const asDecimal = proportions.map(
    (_, line) => `CAST(p${line} * 0.000001::DECIMAL(7, 6) AS DECIMAL(7, 6)) AS p${line}`,
  )
  return {
    data,
    schools,
    inputs: { pupils, ...columns },
    decimals: ['CAST(pupils AS DECIMAL(4, 0)) AS pupils', ...asDecimal].join(', '),
    products: rates.map((rate, line) => `pupils * p${line} * ${fixed(rate, 1_000_000n)}::DECIMAL(9, 6)`),
  }
}

/** A number with six decimals, from a count of units. */
function fixed(units: bigint, perOne: bigint): string {
  return `${units / perOne}.${String(units % perOne).padStart(6, '0')}`
}

function schoolNumbers(schools: number): Float64Array {
  return Float64Array.from({ length: schools }, (_, school) => school)
}
