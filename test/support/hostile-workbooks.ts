import { deflateRawSync } from 'node:zlib'
import { sheetFile, workbookParts } from './workbook-file.ts'
import { type ZipPart, type ZipShape, zipFile } from './zip-file.ts'

/** A file that is sent to do harm, and what is said of it: a code, or that it is read. */
export interface HostileWorkbook {
  readonly claim: string
  readonly bytes: () => Uint8Array
  readonly says: string
  /** So much is read of it that it is measured in a process of its own. */
  readonly isLong?: true
}

const SMALL = [
  ['id', 'x'],
  ['1', 2],
]
const SHEET = 'xl/worksheets/sheet1.xml'
const MEGABYTE = 1024 * 1024

const small = (): ZipPart[] => workbookParts({ sheets: [{ name: 'Fall', rows: SMALL }] })

/** The small workbook with one of its parts put otherwise. */
function withPart(name: string, change: Partial<ZipPart>, shape?: ZipShape): Uint8Array {
  return zipFile(
    small().map((part) => (part.name === name ? { ...part, ...change } : part)),
    shape,
  )
}

/** The small workbook with more parts. */
const withMore = (...parts: readonly ZipPart[]): Uint8Array => zipFile([...small(), ...parts])

/** The small workbook with this for its sheet. */
const withSheet = (rows: string, after = ''): Uint8Array =>
  withPart(SHEET, { content: `<worksheet><sheetData>${rows}</sheetData>${after}</worksheet>` })

const HEADER = '<row r="1"><c r="A1" t="str"><v>id</v></c><c r="B1" t="str"><v>x</v></c></row>'

/** Letters without a pattern as far back as packing looks, so that they are not packed to nothing; the same each time. */
function noise(length: number): string {
  return NOISE.repeat(Math.ceil(length / NOISE.length)).slice(0, length)
}

const NOISE = randomLetters(128 * 1024)

function randomLetters(length: number): string {
  let state = 7
  let text = ''
  while (text.length < length) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    text += (state + 2_176_782_336).toString(36).slice(-6)
  }
  return text
}

function lines(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, i) => line(i)).join('')
}

const nested = (levels: number, bytes: Uint8Array): Uint8Array =>
  levels === 0 ? bytes : nested(levels - 1, zipFile([{ name: SHEET, content: bytes }]))

const packedWrongly: readonly HostileWorkbook[] = [
  {
    claim: 'a part that grows a thousandfold',
    says: 'XLSX_PACKED',
    bytes: () => withSheet(' '.repeat(40 * MEGABYTE)),
  },
  {
    claim: 'a part that grows a thousandfold, and says that it does not',
    says: 'XLSX_SYNTAX',
    bytes: () => withPart(SHEET, { content: ' '.repeat(40 * MEGABYTE), size: 4000 }),
  },
  {
    claim: 'two parts that are the same bytes',
    says: 'XLSX_PACKED',
    bytes: () => withMore({ name: 'xl/again.xml', content: '', start: 0, ownName: '[Content_Types].xml' }),
  },
  {
    claim: 'two parts of one name',
    says: 'XLSX_PACKED',
    bytes: () => withMore({ name: SHEET, content: '<worksheet/>' }),
  },
  {
    claim: 'a part with two names',
    says: 'XLSX_PACKED',
    bytes: () => withPart(SHEET, { ownName: 'xl/worksheets/sheet9.xml' }),
  },
  {
    claim: 'a zip file in a zip file, ten times',
    says: 'XLSX_SYNTAX',
    bytes: () => withPart(SHEET, { content: nested(10, sheetFile(SMALL)) }),
  },
  {
    claim: 'nothing but zip files in zip files',
    says: 'XLSX_SYNTAX',
    bytes: () => nested(10, sheetFile(SMALL)),
  },
  {
    claim: '300 parts',
    says: 'XLSX_PACKED',
    bytes: () => withMore(...Array.from({ length: 300 }, (_, i) => ({ name: `xl/${i}.xml`, content: '' }))),
  },
  {
    claim: 'a part of 50 MB',
    says: 'XLSX_PACKED',
    bytes: () => withPart(SHEET, { content: noise(300_000), size: 50 * MEGABYTE }),
  },
  {
    claim: 'parts of 80 MB together',
    says: 'XLSX_PACKED',
    bytes: () =>
      withMore(...[1, 2].map((i) => ({ name: `xl/${i}.xml`, content: noise(400_000), size: 40 * MEGABYTE }))),
  },
  {
    claim: 'a path from the root',
    says: 'XLSX_PACKED',
    bytes: () => withMore({ name: '/etc/passwd', content: 'x' }),
  },
  {
    claim: 'a path out of the file',
    says: 'XLSX_PACKED',
    bytes: () => withMore({ name: 'xl/../../x', content: 'x' }),
  },
  {
    claim: 'a path of another system',
    says: 'XLSX_PACKED',
    bytes: () => withMore({ name: 'C:\\x', content: 'x' }),
  },
  { claim: 'a wrong checksum', says: 'XLSX_SYNTAX', bytes: () => withPart(SHEET, { crc: 1 }) },
  { claim: 'half a file', says: 'XLSX_SYNTAX', bytes: () => sheetFile(SMALL).slice(0, 1000) },
  { claim: 'a locked part', says: 'XLSX_PACKED', bytes: () => withPart(SHEET, { flags: 1 }) },
  {
    claim: 'a workbook locked with a password',
    says: 'XLSX_SYNTAX',
    bytes: () => new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, ...Array(600).fill(0)]),
  },
  {
    claim: 'sizes of more than 4 GB',
    says: 'XLSX_PACKED',
    bytes: () => withPart(SHEET, { size: 0xffffffff }),
  },
  {
    claim: 'a directory of more parts than there are',
    says: 'XLSX_PACKED',
    bytes: () => zipFile(small(), { entries: 20 }),
  },
  { claim: 'an unknown way of packing', says: 'XLSX_PACKED', bytes: () => withPart(SHEET, { method: 99 }) },
  { claim: 'no zip file', says: 'XLSX_SYNTAX', bytes: () => Buffer.from('id,x\n1,2\n') },
  { claim: 'no bytes', says: 'XLSX_SYNTAX', bytes: () => new Uint8Array(0) },
  {
    claim: 'bytes that are no packed bytes',
    says: 'XLSX_SYNTAX',
    bytes: () => withPart(SHEET, { content: noise(2000), isStored: true, method: 8 }),
  },
  {
    claim: 'packed bytes behind packed bytes',
    says: 'XLSX_SYNTAX',
    bytes: () =>
      withPart(SHEET, {
        content: Buffer.concat([deflateRawSync('<worksheet/>'), Buffer.from('x')]),
        isStored: true,
        method: 8,
      }),
  },
]

const writtenWrongly: readonly HostileWorkbook[] = [
  {
    claim: 'a workbook that is missing',
    says: 'XLSX_SYNTAX',
    bytes: () => zipFile(small().filter(({ name }) => name !== 'xl/workbook.xml')),
  },
  {
    claim: 'a sheet that is missing',
    says: 'XLSX_SYNTAX',
    bytes: () => zipFile(small().filter(({ name }) => name !== SHEET)),
  },
  {
    claim: 'texts that are missing',
    says: 'XLSX_SYNTAX',
    bytes: () => zipFile(small().filter(({ name }) => !name.includes('shared'))),
  },
  {
    claim: 'a text with a number that none has',
    says: 'XLSX_SYNTAX',
    bytes: () => withSheet(`${HEADER}<row r="2"><c r="A2" t="s"><v>99</v></c></row>`),
  },
  {
    claim: 'a hundred thousand levels',
    says: 'XLSX_SYNTAX',
    bytes: () => withSheet(lines(100_000, (i) => `<a${noise(8)}${i}>`)),
  },
  {
    claim: 'entities that grow',
    says: 'XLSX_SYNTAX',
    bytes: () =>
      withPart(SHEET, {
        content: `<!DOCTYPE x [<!ENTITY a "${'x'.repeat(1000)}">]><worksheet>${noise(4000)}${'&a;'.repeat(10_000)}</worksheet>`,
      }),
  },
  {
    claim: 'an entity of nobody',
    says: 'XLSX_SYNTAX',
    bytes: () => withSheet(`<row r="1"><c r="A1" t="str"><v>&xxe;</v></c></row>`),
  },
  {
    claim: 'a sheet that stops in a tag',
    says: 'XLSX_SYNTAX',
    bytes: () =>
      withPart(SHEET, { content: `<worksheet><sheetData>${HEADER}<row r="2"><c r="A2"><v>1</v></c` }),
  },
  {
    claim: 'a sheet that stops between tags',
    says: 'XLSX_SYNTAX',
    bytes: () => withPart(SHEET, { content: `<worksheet><sheetData>${HEADER}` }),
  },
  {
    claim: 'a tag of eight megabytes',
    says: 'XLSX_SYNTAX',
    bytes: () => withSheet(`<row a="${noise(8 * MEGABYTE)}"/>`),
  },
  {
    claim: 'a tag of signs that could end it',
    says: 'XLSX_SYNTAX',
    bytes: () => withSheet(`<row a="${'>'.repeat(65_000)}${noise(1000)}`),
  },
  {
    claim: 'a cell of twenty megabytes',
    isLong: true,
    says: 'CELLS_LIMIT',
    bytes: () => withSheet(`${HEADER}<row r="2"><c r="A2" t="str"><v>${noise(20 * MEGABYTE)}</v></c></row>`),
  },
  {
    claim: 'a sheet from corner to corner',
    says: 'XLSX_TABLE',
    bytes: () => withSheet(`${HEADER}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>`),
  },
  {
    claim: 'a row that no sheet has',
    says: 'XLSX_SYNTAX',
    bytes: () => withSheet(`${HEADER}<row r="9999999"><c><v>1</v></c></row>`),
  },
  {
    claim: 'rows that go back',
    says: 'XLSX_SYNTAX',
    bytes: () => withSheet(`${HEADER}<row r="3"><c><v>1</v></c></row><row r="2"><c><v>1</v></c></row>`),
  },
  {
    claim: 'a cell that stands twice',
    says: 'XLSX_SYNTAX',
    bytes: () => withSheet(`${HEADER}<row r="2"><c r="A2"><v>1</v></c><c r="A2"><v>2</v></c></row>`),
  },
  {
    claim: '150,000 rows of 2,000 columns with one cell each',
    isLong: true,
    says: 'CELLS_LIMIT',
    bytes: () =>
      withSheet(
        `<row r="1">${lines(2000, (i) => `<c t="str"><v>h${i}</v></c>`)}</row>${lines(150_000, (i) => `<row><c><v>${i}</v></c></row>`)}`,
      ),
  },
  {
    claim: '400,000 rows',
    isLong: true,
    says: 'ROWS_LIMIT',
    bytes: () => withSheet(`${HEADER}${lines(400_000, (i) => `<row><c><v>${i}</v></c></row>`)}`),
  },
  {
    claim: '400,000 merged cells',
    says: 'XLSX_CELL',
    bytes: () =>
      withSheet(
        `${HEADER}<row r="2"><c><v>1</v></c></row>`,
        `<mergeCells>${lines(400_000, (i) => `<mergeCell ref="A1:B${i + 2}"/>`)}</mergeCells>`,
      ),
  },
  {
    claim: '400,000 cells that show an error',
    says: 'XLSX_CELL',
    bytes: () =>
      withSheet(
        `${HEADER}${lines(200_000, (i) => `<row r="${i + 2}"><c t="e"><v>#N/A</v></c><c t="e"><v>#REF!</v></c></row>`)}`,
      ),
  },
  {
    claim: 'a million texts, of which two are used',
    isLong: true,
    says: 'read',
    bytes: () =>
      withPart('xl/sharedStrings.xml', {
        content: `<sst><si><t>id</t></si><si><t>x</t></si>${lines(1_000_000, (i) => `<si><t>${i}</t></si>`)}</sst>`,
      }),
  },
]

/** Every kind of file that a service must live through. */
export const hostileWorkbooks: readonly HostileWorkbook[] = [...packedWrongly, ...writtenWrongly]
