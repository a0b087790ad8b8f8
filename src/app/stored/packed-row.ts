import type { School } from '../../core/data/dataset.ts'
import { elementText, escaped } from './copy-text.ts'
import type { CountedColumns } from './first-comparison.ts'
import { MOST_LETTERS } from './kept-number.ts'
import { plainName } from './plain-name.ts'
import type { TableDraft } from './table-draft.ts'
import type { Utf8Text } from './utf8-text.ts'

/** A row as COPY takes it and as canonical JSON, of which the hash is taken: both come of one look at each letter. */
export interface RowTexts {
  readonly copy: Utf8Text
  readonly json: Utf8Text
}

interface RowToPack {
  readonly draft: TableDraft
  readonly counted: CountedColumns
  readonly school: number
}

/** Adds the id and the name of a school, as COPY takes them. */
export function packSchool(copy: Utf8Text, { id, name }: School): void {
  addCopy(copy, id)
  copy.ascii('\t')
  addCopy(copy, plainName(name, id))
  copy.ascii('\n')
}

/** Adds a school's id with its numbers and its texts, and counts them. */
export function packRow(into: RowTexts, row: RowToPack): void {
  const { copy, json } = into
  const { id } = row.draft.schools[row.school] ?? { id: '' }
  addCopy(copy, id)
  copy.ascii('\t{')
  json.ascii('{"numbers":[')
  packNumbers(into, row)
  copy.ascii('}\t{')
  json.ascii('],"school":"')
  addJson(json, id, 0, id.length)
  json.ascii('","texts":[')
  packTexts(into, row)
  copy.ascii('}\n')
  json.ascii(']}')
}

/** Each letter is looked at once, and written to both. */
function packNumbers({ copy, json }: RowTexts, { draft, counted: { numbers }, school }: RowToPack): void {
  const { places, width, rows } = draft
  const { text, bounds } = places
  const first = (rows[school] ?? 0) * width
  const inCopy = copy.room(numbers.length * MOST_BYTES)
  const inJson = json.room(numbers.length * MOST_BYTES)
  let at = copy.length
  let there = json.length
  for (let i = 0; i < numbers.length; i += 1) {
    const column = numbers[i]
    if (column === undefined) continue
    const cell = 2 * (first + column.index)
    const start = bounds[cell] ?? 0
    const end = bounds[cell + 1] ?? 0
    if (i > 0) {
      inCopy[at] = COMMA
      inJson[there] = COMMA
      at += 1
      there += 1
    }
    if (start === end) {
      inCopy.set(NULL.copy, at)
      inJson.set(NULL.json, there)
      at += 4
      there += 4
      column.missing += 1
      continue
    }
    inJson[there] = QUOTE
    there += 1
    for (let from = start; from < end; from += 1) {
      const code = text.charCodeAt(from)
      inCopy[at] = code
      inJson[there] = code
      at += 1
      there += 1
    }
    inJson[there] = QUOTE
    there += 1
    column.total.add(text, start, end)
  }
  copy.length = at
  json.length = there
}

const [QUOTE, COMMA] = [34, 44] as const
/** Of a number with its quotes and a comma. */
const MOST_BYTES = MOST_LETTERS + 3
const NULL = { copy: new TextEncoder().encode('NULL'), json: new TextEncoder().encode('null') }

function packTexts({ copy, json }: RowTexts, { draft, counted: { texts }, school }: RowToPack): void {
  const { places, width, rows } = draft
  const { text, bounds } = places
  const first = (rows[school] ?? 0) * width
  for (let i = 0; i < texts.length; i += 1) {
    const column = texts[i]
    if (column === undefined) continue
    const cell = 2 * (first + column.index)
    const start = bounds[cell] ?? 0
    const end = bounds[cell + 1] ?? 0
    if (start === end) column.missing += 1
    copy.ascii(i > 0 ? ',"' : '"')
    if (!copy.plain(text, start, end)) copy.text(escaped(elementText(text.slice(start, end))))
    copy.ascii('"')
    json.ascii(i > 0 ? ',"' : '"')
    addJson(json, text, start, end)
    json.ascii('"')
  }
}

function addCopy(copy: Utf8Text, text: string): void {
  if (!copy.plain(text)) copy.text(escaped(text))
}

function addJson(json: Utf8Text, text: string, start: number, end: number): void {
  if (!json.plain(text, start, end)) json.text(JSON.stringify(text.slice(start, end)).slice(1, -1))
}
