import { type ZipPart, zipFile } from './zip-file.ts'

/** A cell: a text, a number or truth as a spreadsheet writes it, or the cell's own XML, `{REF}` being its place. */
export type SheetCell = string | number | boolean | null | { readonly xml: string }

export interface SheetContent {
  readonly name: string
  readonly state?: 'hidden' | 'veryHidden'
  /** Rows from the first; an empty one is not written. */
  readonly rows: readonly (readonly SheetCell[])[]
  /** XML behind the rows, such as merged cells. */
  readonly after?: string
  /** Attributes of rows by their number, such as `hidden="1"`. */
  readonly rowAttributes?: Readonly<Record<number, string>>
}

export interface WorkbookContent {
  readonly sheets: readonly SheetContent[]
  /** Codes of number formats: the first is that of style 1. */
  readonly formats?: readonly string[]
  readonly countsFrom1904?: boolean
  /** Texts are shared, as Excel writes them, or stand in their cells. */
  readonly texts?: 'shared' | 'inline'
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** The bytes of an XLSX file. */
export function workbookFile(content: WorkbookContent): Uint8Array {
  return zipFile(workbookParts(content))
}

/** A workbook of one sheet of rows. */
export function sheetFile(rows: SheetContent['rows'], sheet: Partial<SheetContent> = {}): Uint8Array {
  return workbookFile({ sheets: [{ name: 'Fall', rows, ...sheet }] })
}

/** The parts of an XLSX file, for who makes a bad one. */
export function workbookParts(content: WorkbookContent): ZipPart[] {
  const { sheets, formats = [], countsFrom1904 = false, texts = 'shared' } = content
  const shared: string[] = []
  const sheetXml = sheets.map((sheet) => worksheet(sheet, texts === 'shared' ? shared : undefined))
  const relation = (id: string, type: string, target: string): string =>
    `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`
  return [
    { name: '[Content_Types].xml', content: `${HEAD}<Types/>` },
    {
      name: '_rels/.rels',
      content: `${HEAD}<Relationships xmlns="${RELATIONS}">${relation('rId1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    },
    {
      name: 'xl/workbook.xml',
      content: `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><workbookPr${countsFrom1904 ? ' date1904="1"' : ''}/><sheets>${sheets
        .map(
          ({ name, state }, i) =>
            `<sheet name="${escaped(name)}" sheetId="${i + 1}"${state === undefined ? '' : ` state="${state}"`} r:id="rId${i + 1}"/>`,
        )
        .join('')}</sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: `${HEAD}<Relationships xmlns="${RELATIONS}">${sheets
        .map((_, i) => relation(`rId${i + 1}`, 'worksheet', `worksheets/sheet${i + 1}.xml`))
        .join(
          '',
        )}${relation('rIdS', 'styles', 'styles.xml')}${relation('rIdT', 'sharedStrings', '/xl/sharedStrings.xml')}</Relationships>`,
    },
    { name: 'xl/styles.xml', content: `${HEAD}${styles(formats)}` },
    ...sheetXml.map((xml, i) => ({ name: `xl/worksheets/sheet${i + 1}.xml`, content: `${HEAD}${xml}` })),
    {
      name: 'xl/sharedStrings.xml',
      content: `${HEAD}<sst xmlns="${MAIN}">${shared.map((text) => `<si>${textElement(text)}</si>`).join('')}</sst>`,
    },
  ]
}

function worksheet(
  { rows, after = '', rowAttributes = {} }: SheetContent,
  shared: string[] | undefined,
): string {
  const written = rows.flatMap((cells, i) => {
    const xml = cells.map((cell, j) => cellXml(cell, `${letters(j)}${i + 1}`, shared)).join('')
    return xml === '' ? [] : [`<row r="${i + 1}" ${rowAttributes[i + 1] ?? ''}>${xml}</row>`]
  })
  return `<worksheet xmlns="${MAIN}"><sheetData>${written.join('')}</sheetData>${after}</worksheet>`
}

function cellXml(cell: SheetCell, reference: string, shared: string[] | undefined): string {
  if (cell === null) return ''
  if (typeof cell === 'object') return cell.xml.replaceAll('{REF}', reference)
  if (typeof cell === 'number') return `<c r="${reference}"><v>${cell}</v></c>`
  if (typeof cell === 'boolean') return `<c r="${reference}" t="b"><v>${cell ? 1 : 0}</v></c>`
  if (shared === undefined) return `<c r="${reference}" t="inlineStr"><is>${textElement(cell)}</is></c>`
  if (!shared.includes(cell)) shared.push(cell)
  return `<c r="${reference}" t="s"><v>${shared.indexOf(cell)}</v></c>`
}

function textElement(text: string): string {
  return `<t xml:space="preserve">${escaped(text)}</t>`
}

/** In XML a carriage return and what looks like an escape of Excel's are written as its escapes. */
function escaped(text: string): string {
  return text
    .replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replaceAll('\r', '_x000D_')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

function styles(formats: readonly string[]): string {
  const codes = formats.map((code, i) => `<numFmt numFmtId="${164 + i}" formatCode="${escaped(code)}"/>`)
  const used = ['<xf numFmtId="0"/>', ...formats.map((_, i) => `<xf numFmtId="${164 + i}"/>`)]
  return `<styleSheet xmlns="${MAIN}"><numFmts>${codes.join('')}</numFmts><cellXfs>${used.join('')}</cellXfs></styleSheet>`
}

function letters(column: number): string {
  return (column < 26 ? '' : letters(Math.floor(column / 26) - 1)) + String.fromCharCode(65 + (column % 26))
}
