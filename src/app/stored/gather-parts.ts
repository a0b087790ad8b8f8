import type { WireProblem } from '../../contract/api/wire-problem.ts'
import type { DatasetFile } from '../../contract/schema/dataset-schema.ts'
import type { ScenarioFile } from '../../contract/schema/scenario-schema.ts'
import type { DatasetMapping } from '../../core/data/definition.ts'
import type { ProblemCode } from '../../core/problems/codes.ts'
import { datasetsOf } from '../load-dataset.ts'
import { mergedMapping } from '../merged-mapping.ts'
import { addressText, type PinnedAddress, readPinned } from './addresses.ts'
import { mappingOf } from './dataset-table.ts'
import type { Kept } from './kept.ts'
import { keptFile } from './kept-files.ts'
import { type InlineDataset, inlineDataset, tableCsv } from './table-for-engine.ts'

/** What of a scenario has been gathered so far. */
export interface Gathering {
  readonly kept: Kept
  readonly pause: () => Promise<void>
  /** Texts of files by name. */
  readonly files: Map<string, string>
  /** By address. */
  readonly sources: Map<string, PinnedAddress>
  readonly tables: Map<string, GatheredTable>
  readonly problems: WireProblem[]
}

interface GatheredTable {
  readonly schools: number
  readonly mapping: DatasetMapping
  /** The rows or the file that a document names. */
  readonly cells: Pick<InlineDataset, 'rows'> | Pick<DatasetFile, 'file' | 'delimiter'>
}

/** A scenario with the name of its file, under those that name it. */
export interface GatheredScenario {
  readonly file: string
  readonly content: string
  readonly above: readonly string[]
}

/** Makes a file of a scenario, and of everything that it names. */
export async function gatherScenario(scenario: GatheredScenario, gathering: Gathering): Promise<void> {
  // It was held against its schema before it was kept.
  const document = JSON.parse(scenario.content) as ScenarioFile
  const { base, formula } = document
  const files = {
    ...(base !== undefined && { base: await gatherFile(base, { scenario, pointer: '/base' }, gathering) }),
    ...(typeof formula === 'string' && {
      formula: await gatherFile(formula, { scenario, pointer: '/formula' }, gathering),
    }),
  }
  const datasets: [string, object][] = []
  let isSingle = false
  for (const { name, definition, pointer } of datasetsOf(document.data)) {
    isSingle = pointer === '/data'
    const stated = typeof definition === 'string' ? { file: definition } : definition
    datasets.push([name, await gatherDataset(stated, { scenario, pointer }, gathering)])
  }
  const [single] = datasets
  const data = isSingle ? single?.[1] : Object.fromEntries(datasets)
  const changed = { ...document, ...files, ...(single !== undefined && { data }) }
  gathering.files.set(scenario.file, JSON.stringify(changed))
  await gathering.pause()
}

/** Where a document names something. */
interface Naming {
  readonly scenario: GatheredScenario
  readonly pointer: string
}

/** The name of the file that a kept document becomes. */
async function gatherFile(text: string, naming: Naming, gathering: Gathering): Promise<string> {
  const address = readPinned(text)
  if (address === undefined) return refuse('ADDRESS_UNKNOWN', text, naming, gathering)
  const file = keptFile(address, 'json')
  const above = [...naming.scenario.above, naming.scenario.file]
  if (above.includes(file) || above.length > MOST_ABOVE) return refuse('BASE_CYCLE', text, naming, gathering)
  if (!isNew(address, gathering)) return file
  if (gathering.sources.size > MOST_SOURCES) return refuse('ADDRESS_LIMIT', text, naming, gathering)
  const content = await gathering.kept.document(address)
  if (content === undefined) return refuse('ADDRESS_UNKNOWN', text, naming, gathering)
  if (address.kind === 'scenario') await gatherScenario({ file, content, above }, gathering)
  else gathering.files.set(file, content)
  return file
}

/** A dataset as the engine takes it: a table, or an earlier scenario. */
async function gatherDataset(stated: DatasetFile, naming: Naming, gathering: Gathering): Promise<object> {
  const { pointer } = naming
  if (stated.earlier !== undefined) {
    const place = { ...naming, pointer: `${pointer}/earlier` }
    return { ...stated, earlier: await gatherFile(stated.earlier, place, gathering) }
  }
  const table = await gatherTable(stated.file ?? '', { ...naming, pointer: `${pointer}/file` }, gathering)
  return table === undefined ? stated : { ...mergedMapping(table.mapping, stated), ...table.cells }
}

async function gatherTable(
  text: string,
  naming: Naming,
  gathering: Gathering,
): Promise<GatheredTable | undefined> {
  const { kept, pause, tables, files, sources } = gathering
  const address = readPinned(text)
  const known = tables.get(text)
  if (known !== undefined) return known
  if (address !== undefined && isNew(address, gathering) && sources.size > MOST_SOURCES) {
    refuse('ADDRESS_LIMIT', text, naming, gathering)
    return undefined
  }
  const table = address && (await kept.table(address))
  if (address === undefined || table === undefined) {
    refuse('ADDRESS_UNKNOWN', text, naming, gathering)
    return undefined
  }
  const csv = await tableCsv(table, pause)
  const file = keptFile(address, 'csv')
  if (csv !== undefined) files.set(file, csv)
  const cells = csv === undefined ? { rows: inlineDataset(table).rows } : { file, delimiter: ',' as const }
  const gathered = { schools: table.rows.length, mapping: mappingOf(table), cells }
  tables.set(text, gathered)
  return gathered
}

/** Notes what a scenario is made of; false where it was noted before. */
function isNew(address: PinnedAddress, { sources }: Gathering): boolean {
  const text = addressText(address)
  if (sources.has(text)) return false
  sources.set(text, address)
  return true
}

/** As many bases, or earlier scenarios, one on another, as a run follows; and as many kept things in all. */
const MOST_ABOVE = 16
const MOST_SOURCES = 64

const WORDS = {
  ADDRESS_UNKNOWN: 'what this scenario is made of is not there, or may not be seen',
  ADDRESS_LIMIT: `the scenario is made of more than ${MOST_SOURCES} kept things`,
  BASE_CYCLE: 'a scenario leads back to itself, or over too many others',
} as const satisfies Partial<Record<ProblemCode, string>>

function refuse(
  code: keyof typeof WORDS,
  text: string,
  { scenario, pointer }: Naming,
  { problems }: Gathering,
): string {
  const where = { file: scenario.file, pointer }
  problems.push({ code, severity: 'error', message: WORDS[code], found: text, pointer, where })
  return text
}
