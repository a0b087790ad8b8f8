import { type DateStyle, dateStyleOf } from './date-style.ts'
import { scanXml } from './scan-xml.ts'
import { unpackedText } from './unpack.ts'
import { brokenPart, XlsxFault } from './xlsx-fault.ts'
import type { ZipEntry } from './zip-guard.ts'

/** What a workbook has, before any of its sheets is read. */
export interface Workbook {
  readonly sheets: readonly SheetEntry[]
  /** Where days are counted from 1904, as old Macs did, and not from 1900. */
  readonly countsFrom1904: boolean
  readonly sharedStrings: ZipEntry | undefined
  readonly styles: ZipEntry | undefined
}

export interface SheetEntry {
  readonly name: string
  readonly isHidden: boolean
  readonly entry: ZipEntry
}

type Parts = ReadonlyMap<string, ZipEntry>

/** Finds the sheets of a workbook and what they share, by the relations that its parts state. */
export async function readWorkbook(parts: Parts): Promise<Workbook> {
  const roots = await relationsOf(parts, '')
  const path = roots.find(({ type }) => type === 'officeDocument')?.path
  const entry = path === undefined ? undefined : parts.get(path)
  if (path === undefined || entry === undefined) throw brokenPart('the file', 'has no workbook in it')
  // A binary workbook (.xlsb) has the same relations, and another form inside.
  if (!path.endsWith('.xml'))
    throw new XlsxFault('XLSX_SYNTAX', 'the workbook is not of the kind .xlsx', {
      found: path,
      suggestion: 'save it as .xlsx',
    })
  const relations = await relationsOf(parts, path)
  const sheets: SheetEntry[] = []
  const names = new Set<string>()
  let countsFrom1904 = false
  for (const { name, parent, attributes } of await elementsOf(entry)) {
    if (name === 'workbookPr') countsFrom1904 = isTrue(attributes.get('date1904'))
    if (name !== 'sheet' || parent !== 'sheets') continue
    const relation = relations.find(({ id }) => id === attributes.get('id'))
    // Sheets that hold a chart have no cells.
    if (relation !== undefined && relation.type !== 'worksheet') continue
    const sheet = relation && parts.get(relation.path)
    const title = (attributes.get('name') ?? '').normalize('NFC')
    if (sheet === undefined || title === '' || names.has(title))
      throw brokenPart(path, 'names a sheet that is not there, or two of one name')
    names.add(title)
    sheets.push({ name: title, isHidden: (attributes.get('state') ?? 'visible') !== 'visible', entry: sheet })
  }
  const shared = (type: string): ZipEntry | undefined => {
    const relation = relations.find((each) => each.type === type)
    const part = relation && parts.get(relation.path)
    if (relation !== undefined && part === undefined) throw brokenPart(relation.path, 'is missing')
    return part
  }
  return { sheets, countsFrom1904, sharedStrings: shared('sharedStrings'), styles: shared('styles') }
}

/** The texts that cells name by their number. */
export async function readSharedStrings(entry: ZipEntry | undefined): Promise<readonly string[]> {
  if (entry === undefined) return []
  const texts: string[] = []
  const path: string[] = []
  let current = ''
  await scanXml(entry.name, unpackedText(entry), {
    open: (name, _attributes, depth) => void path.splice(depth - 1, path.length, name),
    text: (text) => {
      if (SHARED_TEXT.has(path.join('/'))) current += text
    },
    close: (name, depth) => {
      path.length = depth - 1
      if (depth !== 2 || name !== 'si') return
      texts.push(current)
      current = ''
    },
  })
  return texts
}

/** Text, and stretches of it with a look of their own; how Japanese is pronounced is no part of it. */
const SHARED_TEXT: ReadonlySet<string> = new Set(['sst/si/t', 'sst/si/r/t'])

/** For each style by its number, whether it shows a number as a day or a time. */
export async function readDateStyles(
  entry: ZipEntry | undefined,
): Promise<readonly (DateStyle | undefined)[]> {
  if (entry === undefined) return []
  const formats = new Map<number, string>()
  const styles: number[] = []
  for (const { name, parent, attributes } of await elementsOf(entry)) {
    const id = Number(attributes.get('numFmtId') ?? '0')
    if (name === 'numFmt' && parent === 'numFmts') formats.set(id, attributes.get('formatCode') ?? '')
    if (name === 'xf' && parent === 'cellXfs') styles.push(id)
  }
  return styles.map((id) => dateStyleOf(id, formats.get(id)))
}

interface Relation {
  readonly id: string | undefined
  /** The last word of its type, which is the same in both editions of the standard. */
  readonly type: string
  readonly path: string
}

/** The relations of a part, by paths inside the file; of the file itself where the path is empty. */
async function relationsOf(parts: Parts, path: string): Promise<Relation[]> {
  const slash = path.lastIndexOf('/') + 1
  const folder = path.slice(0, slash)
  const entry = parts.get(`${folder}_rels/${path.slice(slash)}.rels`)
  if (entry === undefined) {
    if (path === '') throw brokenPart('the file', 'has no workbook in it')
    return []
  }
  const elements = await elementsOf(entry)
  return elements.flatMap(({ name, attributes }) => {
    const target = attributes.get('Target')
    // What lies outside the file is never looked at.
    if (name !== 'Relationship' || target === undefined || attributes.get('TargetMode') === 'External')
      return []
    const type = (attributes.get('Type') ?? '').split('/').at(-1) ?? ''
    return [{ id: attributes.get('Id'), type, path: pathFrom(folder, target) }]
  })
}

function pathFrom(folder: string, target: string): string {
  const steps: string[] = []
  for (const step of (target.startsWith('/') ? target : folder + target).split('/')) {
    if (step === '..') steps.pop()
    else if (step !== '' && step !== '.') steps.push(step)
  }
  return steps.join('/')
}

interface FlatElement {
  readonly name: string
  readonly parent: string
  readonly attributes: ReadonlyMap<string, string>
}

const MOST_ELEMENTS = 200_000

/** The elements of a small part in their order. */
async function elementsOf(entry: ZipEntry): Promise<FlatElement[]> {
  const found: FlatElement[] = []
  const path: string[] = []
  await scanXml(entry.name, unpackedText(entry), {
    open: (name, attributes, depth) => {
      found.push({ name, parent: path[depth - 2] ?? '', attributes: attributes() })
      if (found.length > MOST_ELEMENTS) throw brokenPart(entry.name, 'has too many elements')
      path.splice(depth - 1, path.length, name)
    },
  })
  return found
}

function isTrue(text: string | undefined): boolean {
  return text === '1' || text === 'true' || text === 'on'
}
