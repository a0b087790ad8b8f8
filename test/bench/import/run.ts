import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { checkpointed, rawCopy } from '../../support/raw-copy.ts'
import { median } from '../median.ts'
import { countedSchools, TYPED_COLUMNS } from './counted-schools.ts'
import { type Served, served } from './served.ts'

const HELP = `npm run bench:import -- [options]

A file of counts, uploaded to the service over HTTP, against a raw COPY of the same file into a table of the same
PostgreSQL.

  --rounds N    7 unless stated, after one that does not count
  --schools N   100,000 unless stated
`
const GOAL = 1 / 3

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    schools: { type: 'string', default: '100000' },
    help: { type: 'boolean', default: false },
  },
})
const schools = Number(values.schools)

if (values.help) process.stdout.write(HELP)
else await measureAll()

async function measureAll(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'leeway-files-'))
  const files = [0, 1].map((edition) => {
    const file = join(folder, `counts-${edition}.csv`)
    writeFileSync(file, countedSchools(schools, edition))
    return file
  })
  const [first = '', second = ''] = files
  const service = await served()
  try {
    const rounds: Round[] = []
    for (let round = 0; round <= Number(values.rounds); round += 1)
      rounds.push(await measured(service, { first, second, round }))
    tell(rounds.slice(1), { bytes: statSync(first).size, peakMb: service.peakMb() })
  } finally {
    await service.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Milliseconds. */
interface Round {
  readonly copied: number
  /** Into a district without schools; into one that has them; as the next version of a name. */
  readonly allNew: number
  readonly known: number
  readonly next: number
}

interface RoundOf {
  readonly first: string
  readonly second: string
  readonly round: number
}

async function measured({ address, connection, newDistrict }: Served, files: RoundOf): Promise<Round> {
  const key = await newDistrict(`round-${files.round}`)
  const upload = async (name: string, file: string) => {
    // What was written before is no part of this.
    await checkpointed(connection)
    return uploaded(`${address}/v1/datasets?name=${name}`, key, file)
  }
  const { milliseconds: copied, rows } = await rawCopy(connection, {
    file: files.first,
    columns: TYPED_COLUMNS,
  })
  if (rows !== schools) throw new Error(`COPY took ${rows} rows`)
  const allNew = await upload('fall', files.first)
  const known = await upload('spring', files.first)
  return { copied, allNew, known, next: await upload('spring', files.second) }
}

/** Milliseconds from the first byte of the file until all of the answer is here. */
async function uploaded(address: string, key: string, file: string): Promise<number> {
  const start = performance.now()
  const bytes = readFileSync(file)
  const headers = {
    authorization: `Bearer ${key}`,
    'content-type': 'text/csv',
    'content-length': bytes.length,
  }
  const { status, text } = await new Promise<{ status: number | undefined; text: string }>(
    (resolve, reject) => {
      const asked = request(address, { method: 'POST', headers }, (answer) => {
        const pieces: Buffer[] = []
        answer.on('data', (piece: Buffer) => void pieces.push(piece))
        answer.on('end', () => resolve({ status: answer.statusCode, text: Buffer.concat(pieces).toString() }))
      })
      asked.on('error', reject)
      asked.end(bytes)
    },
  )
  const took = performance.now() - start
  if (status !== 201) throw new Error(`answered ${status}: ${text.slice(0, 500)}`)
  const { isNew, report } = JSON.parse(text)
  if (isNew !== true || report.rows.after !== schools) throw new Error('the upload was not kept')
  return took
}

function tell(rounds: readonly Round[], { bytes, peakMb }: { bytes: number; peakMb: string }): void {
  console.log(
    `${schools} schools, ${(bytes / 1e6).toFixed(1)} MB; medians of ${rounds.length} rounds; the service had ${peakMb} MB at most`,
  )
  console.log('                                    ms   of the speed of COPY')
  const row = (name: string, field: keyof Round) => {
    const took = median(rounds.map((round) => round[field]))
    const ratio = median(rounds.map((round) => round.copied / round[field]))
    console.log(`${name.padEnd(32)}${took.toFixed(0).padStart(6)}   ${ratio.toFixed(2).padStart(6)}`)
  }
  row('raw COPY', 'copied')
  row('upload, every school new', 'allNew')
  row('upload, every school there', 'known')
  row('upload of a next version', 'next')
  console.log(`goal ${GOAL.toFixed(2)} for schools that are new, and for those that are there`)
}
