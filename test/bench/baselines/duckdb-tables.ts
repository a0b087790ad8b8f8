/** The part of `@duckdb/node-api` that is used here: its own types are there only once it is installed. */
interface DuckDb {
  readonly DuckDBInstance: {
    readonly create: (path: string, options: Readonly<Record<string, string>>) => Promise<Instance>
  }
  readonly DuckDBDataChunk: { readonly create: (types: readonly unknown[], rows: number) => Chunk }
  readonly INTEGER: unknown
}

interface Instance {
  readonly connect: () => Promise<Connection>
}

interface Chunk {
  readonly setColumnValues: (column: number, values: readonly number[]) => void
}

export interface Connection {
  readonly run: (sql: string) => Promise<unknown>
  readonly runAndReadAll: (sql: string) => Promise<{ readonly getRows: () => readonly unknown[][] }>
  readonly createAppender: (table: string) => Promise<Appender>
}

interface Appender {
  readonly appendDataChunk: (chunk: Chunk) => void
  readonly flushSync: () => void
}

/** A database in memory with the columns in a table, as `INTEGER`; undefined if DuckDB is not installed. */
export async function databaseWith(
  table: string,
  columns: Readonly<Record<string, Float64Array>>,
): Promise<Connection | undefined> {
  const duckdb = await installed()
  if (duckdb === undefined) return undefined
  const instance = await duckdb.DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  const names = Object.keys(columns)
  await connection.run(`CREATE TABLE ${table} (${names.map((name) => `${name} INTEGER`).join(', ')})`)
  const appender = await connection.createAppender(table)
  const rows = columns[names[0]].length
  for (let from = 0; from < rows; from += CHUNK) {
    const size = Math.min(CHUNK, rows - from)
    const types = names.map(() => duckdb.INTEGER)
    const chunk = duckdb.DuckDBDataChunk.create(types, size)
    names.forEach((name, i) => {
      chunk.setColumnValues(i, Array.from(columns[name].subarray(from, from + size)))
    })
    appender.appendDataChunk(chunk)
  }
  appender.flushSync()
  return connection
}

/** Rows that DuckDB takes at a time. */
const CHUNK = 2_048

async function installed(): Promise<DuckDb | undefined> {
  // The name is no literal, so that types are checked without the package.
  const name: string = '@duckdb/node-api'
  try {
    return (await import(name)) as DuckDb
  } catch (thrown) {
    if ((thrown as { code?: string }).code === 'ERR_MODULE_NOT_FOUND') return undefined
    throw thrown
  }
}

/** The one number of a query, as text. */
export async function oneText(connection: Connection, sql: string): Promise<string> {
  const reader = await connection.runAndReadAll(sql)
  return String(reader.getRows()[0][0])
}
