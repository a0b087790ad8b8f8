import type { ReadDone, Reading, ReadingJob } from '../../src/app/service/reading-job.ts'
import type { NewTable } from '../../src/app/stored/dataset-table.ts'
import type { PackedTable } from '../../src/app/stored/packed-table.ts'
import type { ScenarioParts } from '../../src/app/stored/take-apart.ts'
import { readHere } from '../../src/worker/read-here.ts'
import { unpackedTable } from './unpacked-table.ts'

/** The parts of a scenario that can be kept. */
export async function scenarioParts(text: string): Promise<ScenarioParts> {
  const bytes = new TextEncoder().encode(text)
  return readValue(await readHere({ task: 'scenario', bytes, form: 'yaml', rowLimit: 100_000 }))
}

/** A CSV file that can be kept. */
export async function uploaded(
  csv: string | Uint8Array,
  stated: Extract<ReadingJob, { task: 'dataset' }>['stated'] = {},
): Promise<NewTable> {
  return unpackedTable(await packed(csv, stated))
}

/** The same as the thread that reads it gives it. */
export async function packed(
  csv: string | Uint8Array,
  stated: Extract<ReadingJob, { task: 'dataset' }>['stated'] = {},
): Promise<PackedTable> {
  const bytes = typeof csv === 'string' ? new TextEncoder().encode(csv) : csv
  return readValue(await readHere({ task: 'dataset', form: 'csv', bytes, rowLimit: 100_000, stated }))
}

function readValue<Job extends ReadingJob>(
  reading: Reading<Job>,
): Extract<Reading<Job>, ReadDone<unknown>>['value'] {
  if (reading.kind === 'read') return reading.value
  throw new Error(JSON.stringify(reading, null, 2))
}
