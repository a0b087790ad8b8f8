import type { Files } from '../../src/app/files.ts'
import type { ReadingJob } from '../../src/app/service/reading-job.ts'
import { putTogether } from '../../src/app/stored/put-together.ts'
import { addressProblem } from '../../src/app/stored/take-apart.ts'
import { asLocated } from '../../src/contract/api/wire-problem.ts'
import type { LocatedProblem } from '../../src/contract/report/source-map.ts'
import { readHere } from '../../src/worker/read-here.ts'
import { smallDistrict } from '../support/small-district.ts'
import type { ProblemCase } from './problem-case.ts'

interface Found {
  readonly problems: readonly LocatedProblem[]
}

/** Reads a body as it is posted to be kept, or says why not. */
async function reading(
  files: Files,
  job: Pick<ReadingJob, 'task'> & { ownSchools?: string[] },
): Promise<Found> {
  const { task } = job
  const file = await files.read(task === 'dataset' ? 'body.csv' : 'body.yaml')
  const bytes = file.kind === 'bytes' ? file.bytes : new Uint8Array()
  const read = await readHere({
    ...job,
    task,
    bytes,
    form: task === 'dataset' ? 'csv' : 'yaml',
    rowLimit: 100,
    stated: {},
  } as ReadingJob)
  if (read.kind === 'fault') throw new Error(read.trace ?? read.why)
  return { problems: (read.kind === 'refused' ? read.problems : read.warnings).map(asLocated) }
}

const asScenario = async (files: Files): Promise<Found> => reading(files, { task: 'scenario' })
const asFormula = async (files: Files): Promise<Found> => reading(files, { task: 'formula' })
const asDataset = async (files: Files): Promise<Found> => reading(files, { task: 'dataset' })
const asOwn = async (files: Files): Promise<Found> => reading(files, { task: 'scenario', ownSchools: ['1'] })

/** The first address of a scenario leads nowhere, or to two scenarios. */
function leading(why: 'absent' | 'ambiguous'): NonNullable<ProblemCase['by']> {
  return async (files) => {
    const file = await files.read('body.yaml')
    const bytes = file.kind === 'bytes' ? file.bytes : new Uint8Array()
    const read = await readHere({ task: 'scenario', bytes, form: 'yaml', rowLimit: 100 })
    const slot = read.kind === 'read' ? read.value.slots[0] : undefined
    if (slot?.kind !== 'named') throw new Error('the scenario names something first')
    return { problems: [asLocated(addressProblem(slot, why, ['id-1', 'id-2']))] }
  }
}

/** Ids that somebody made up, each of another dataset. */
function manyDatasets(count: number): string {
  const data = Array.from({ length: count }, (_, i) => {
    const id = `00000000-0000-7000-8000-${String(i).padStart(12, '0')}`
    return [i === 0 ? 'now' : `other${i}`, `datasets/${id}@1`] as const
  })
  return JSON.stringify({ data: Object.fromEntries(data) })
}

const EMPTY = { description: '{"columns":[],"mapping":{}}', numberColumns: [], textColumns: [], rows: [] }

const WHAT_IF = 'leeway: 1\nscenario: { id: mine }\nbase: scenarios/adopted\n'

/** What can be wrong with what is posted to be kept. */
export const storedCases: readonly ProblemCase[] = [
  {
    claim: 'a scenario that names a file of schools',
    files: { 'body.yaml': smallDistrict({ data: 'data: { file: ▸schools.csv }' }) },
    by: asScenario,
    says: [['ADDRESS_FORM', '▸', 'upload the file as a dataset first, or post what leeway bundle writes']],
  },
  {
    claim: 'a what-if whose base is a formula',
    files: { 'body.yaml': WHAT_IF.replace('scenarios/', '▸formulas/') },
    by: asScenario,
    says: [['ADDRESS_FORM', '▸', 'keep the base first, or post what leeway bundle writes']],
  },
  {
    claim: 'a formula that is the path of one',
    files: { 'body.yaml': 'leeway: 1\nformula: ▸formula.yaml\n' },
    by: asFormula,
    says: [['ADDRESS_FORM', '▸', 'post the file that is named, or what leeway bundle writes']],
  },
  {
    claim: 'a base that is not there',
    files: { 'body.yaml': WHAT_IF.replace('scenarios/', '▸scenarios/') },
    by: leading('absent'),
    says: [['ADDRESS_UNKNOWN', '▸']],
  },
  {
    claim: 'a base of which there are two',
    files: { 'body.yaml': WHAT_IF.replace('scenarios/', '▸scenarios/') },
    by: leading('ambiguous'),
    says: [['ADDRESS_UNKNOWN', '▸', 'name the one that is meant by its id']],
  },
  {
    claim: 'a scenario of 65 datasets',
    files: {},
    by: async () => {
      const kept = { document: async () => undefined, table: async () => EMPTY }
      const together = await putTogether(manyDatasets(65), kept)
      return { problems: together.kind === 'failed' ? together.problems.map(asLocated) : [] }
    },
    says: [['ADDRESS_LIMIT', 'scenario.json']],
  },
  {
    claim: 'a school id with a space behind it',
    files: { 'body.csv': 'id,students\n12 ,300\n' },
    by: asDataset,
    says: [['ID_FORM', 'body.csv:2 id of 12 ']],
  },
  {
    claim: 'a cell with a NUL in it',
    files: {
      'body.yaml': smallDistrict({
        data: 'data:\n  rows: [{ id: "1", enrollment: 10, frl: 4, level: ▸"E\\0S" }]',
      }),
    },
    by: asScenario,
    says: [['TEXT_NOT_KEPT', '▸ level', 'write the text again']],
  },
  {
    claim: 'a principal who changes the school of another',
    files: { 'body.yaml': `${WHAT_IF}changes: [{ change_counts: frl, add: { "1": "3", ▸"2": "3" } }]\n` },
    by: asOwn,
    says: [['CHANGE_NOT_YOURS', '▸']],
  },
]
