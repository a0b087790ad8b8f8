import type { DatasetFile } from '../../contract/schema/dataset-schema.ts'
import type { ScenarioFile } from '../../contract/schema/scenario-schema.ts'
import { problem } from '../../core/problems/problem.ts'
import type { Files } from '../files.ts'
import { datasetsOf, loadTable } from '../load-dataset.ts'
import { mergedMapping } from '../merged-mapping.ts'
import { type Draft, valuesOf } from './document-pieces.ts'
import { newTable } from './new-table.ts'
import { plainName } from './plain-name.ts'
import { namedSlot, type Slot, type Taking } from './slot.ts'

/** The data of a scenario, each dataset named by its address or brought as a table. */
export async function takeData(data: ScenarioFile['data'], taking: Taking): Promise<Draft | undefined> {
  const datasets = datasetsOf(data)
  const taken: [string, Draft | undefined][] = []
  for (const { name, definition, pointer } of datasets) {
    refuseName(name, pointer, taking)
    taken.push([name, await takeDataset(definition, { name, pointer }, taking)])
  }
  // A single dataset stands there without a name.
  const [first] = datasets
  if (first === undefined) return undefined
  return first.pointer === '/data' ? taken[0]?.[1] : { kind: 'fields', fields: Object.fromEntries(taken) }
}

interface DatasetPlace {
  readonly name: string
  readonly pointer: string
}

async function takeDataset(
  definition: string | DatasetFile,
  { name, pointer }: DatasetPlace,
  taking: Taking,
): Promise<Draft | undefined> {
  if (typeof definition === 'string')
    return asDraft(namedSlot(definition, { place: pointer, role: 'data', dataset: name }, taking))
  const { file, earlier, rows, ...rest } = definition
  if ([file, earlier, rows].filter((each) => each !== undefined).length !== 1) {
    const message = 'a dataset has either a file, rows, or an earlier scenario'
    const expected = 'file: datasets/NAME, rows: [ … ] or earlier: scenarios/NAME'
    taking.problems.push(problem('DATA_MISSING', { at: { kind: 'document', pointer }, message, expected }))
    return undefined
  }
  if (rows !== undefined) return takeTable(definition, { name, pointer }, taking)
  const role = file === undefined ? 'earlier' : 'data'
  const field = file === undefined ? 'earlier' : 'file'
  const place = { place: `${pointer}/${field}`, role, dataset: name } as const
  const slot = asDraft(namedSlot(file ?? earlier ?? '', place, taking))
  return slot && { kind: 'fields', fields: { ...valuesOf(rest), [field]: slot } }
}

/** Rows are kept as a dataset, with all that is said of their columns. */
async function takeTable(
  definition: DatasetFile,
  { name, pointer }: DatasetPlace,
  { posted, title, problems }: Taking,
): Promise<Draft | undefined> {
  const { sourceMap } = posted
  const loaded = await loadTable(NO_FILES, { name, definition, pointer, beside: '', sourceMap }, noRun)
  if (loaded.kind === 'failed') {
    for (const each of loaded.problems) problems.push(each)
    return undefined
  }
  const table = newTable({ ...loaded.value, mapping: mergedMapping({}, definition) })
  for (const each of table.kind === 'done' ? table.warnings : table.problems) problems.push(each)
  if (table.kind === 'failed') return undefined
  const slot: Slot = {
    kind: 'table',
    place: `${pointer}/rows`,
    role: 'data',
    dataset: name,
    name: plainName(name === 'now' ? title : `${title} (${name})`, 'dataset'),
    table: table.value,
  }
  return { kind: 'fields', fields: { file: { kind: 'slot', slot } } }
}

const NO_FILES: Files = { read: async () => ({ kind: 'missing' }) }
const noRun = async (): Promise<undefined> => undefined

const MOST_CHARACTERS = 90

/** What is kept of the sources of a scenario has the name in its place. */
function refuseName(name: string, pointer: string, { problems }: Taking): void {
  if (name.length <= MOST_CHARACTERS && plainName(name, '') === name) return
  const at = { kind: 'document', pointer, isKey: true } as const
  const expected = `at most ${MOST_CHARACTERS} letters, without line breaks or spaces around them`
  problems.push(problem('NAME_FORM', { at, message: 'this is no name for a dataset', found: name, expected }))
}

function asDraft(slot: Slot | undefined): Draft | undefined {
  return slot && { kind: 'slot', slot }
}
