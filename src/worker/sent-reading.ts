import { setImmediate } from 'node:timers/promises'
import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads'
import type { Reading } from '../app/service/reading-job.ts'
import type { NewTable } from '../app/stored/dataset-table.ts'

/**
 * What was read, on its way to another thread. The rows of its tables wait in ports, some at a time: a table of a hundred
 * thousand schools at once would hold up the thread that receives it for half a second.
 */
export interface SentReading {
  readonly reading: Reading
  /** One for each table, in their order. */
  readonly ports: readonly MessagePort[]
  /** What is handed over and not copied: the rows of a file. */
  readonly memory: readonly ArrayBuffer[]
}

type Stretch = Pick<NewTable, 'rows' | 'schools'>

const ROWS_AT_ONCE = 1000

export function sentReading(reading: Reading): SentReading {
  const ports: MessagePort[] = []
  const emptied = withTables(reading, (table) => {
    ports.push(filledPort(table))
    return { ...table, rows: [], schools: [] }
  })
  return { reading: emptied, ports, memory: memoryOf(reading) }
}

function memoryOf(reading: Reading): ArrayBuffer[] {
  if (reading.kind !== 'read' || !('comparison' in reading.value)) return []
  const { schools, rows } = reading.value
  return [...schools, ...rows].flatMap(({ buffer }) => (buffer instanceof ArrayBuffer ? [buffer] : []))
}

function filledPort({ rows, schools }: NewTable): MessagePort {
  const { port1, port2 } = new MessageChannel()
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    const to = from + ROWS_AT_ONCE
    port1.postMessage({ rows: rows.slice(from, to), schools: schools.slice(from, to) } satisfies Stretch)
  }
  return port2
}

/** The reading as it was before it was sent; between stretches of rows the thread does what else there is to do. */
export async function receivedReading({ reading, ports }: Omit<SentReading, 'memory'>): Promise<Reading> {
  const stretches: Stretch[] = []
  for (const port of ports) stretches.push(await emptied(port))
  let next = 0
  return withTables(reading, (table) => {
    const stretch = stretches[next]
    next += 1
    return { ...table, ...stretch }
  })
}

async function emptied(port: MessagePort): Promise<Stretch> {
  const rows: NewTable['rows'][number][] = []
  const schools: NewTable['schools'][number][] = []
  for (let sent = receiveMessageOnPort(port); sent !== undefined; sent = receiveMessageOnPort(port)) {
    // Posted by the other end, a few lines above.
    const stretch = sent.message as Stretch
    rows.push(...stretch.rows)
    schools.push(...stretch.schools)
    await setImmediate()
  }
  port.close()
  return { rows, schools }
}

/** The reading with its tables changed, in their order. */
function withTables(reading: Reading, change: (table: NewTable) => NewTable): Reading {
  if (reading.kind !== 'read') return reading
  const { value } = reading
  if (!('slots' in value)) return reading
  const slots = value.slots.map((slot) =>
    slot.kind === 'table' ? { ...slot, table: change(slot.table) } : slot,
  )
  return { ...reading, value: { ...value, slots } }
}
