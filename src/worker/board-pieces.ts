import { schoolSheets } from '../app/board-pack.ts'
import type { Run } from '../app/run-scenario.ts'
import { packHead } from '../contract/report/board/board-head.ts'
import { boardHtml } from '../contract/report/board/board-html.ts'
import type { SchoolSheet } from '../contract/report/board/board-page.ts'
import type { BoardSource } from '../contract/report/board/board-source.ts'
import type { Paper } from '../contract/report/board/board-style.ts'
import { districtSummary } from '../contract/report/board/district-summary.ts'
import type { Wording } from '../contract/report/board/wording.ts'
import { boardPdf } from '../paper/board-pdf.ts'
import type { Typeface } from '../paper/typeface.ts'

export interface Pack {
  readonly run: Run
  readonly source: BoardSource
  readonly words: Wording
}

export interface PackWish {
  readonly form: 'html' | 'pdf'
  readonly paper: Paper
  readonly hasSummary: boolean
  /** Ids of schools of the run, each once. */
  readonly schools: readonly string[] | 'all'
  /** Asked for where a PDF is printed. */
  readonly typeface: () => Typeface
  /** Told of each character that the typeface of a PDF does not have. */
  readonly lacks: (sign: string) => void
  /** What the sheets pass through on their way. */
  readonly through?: (sheets: Iterable<SchoolSheet>) => AsyncIterable<SchoolSheet>
}

/** A pack as it is written, a school at a time: texts of a page for browsers, bytes of a PDF. */
export function boardPieces(
  { run, source, words }: Pack,
  { form, paper, hasSummary, schools, typeface, lacks, through }: PackWish,
): AsyncGenerator<string | Uint8Array> {
  const count = schools === 'all' ? source.result.schools.length : schools.length
  const head = packHead(source, { hasSummary, schools: count }, words)
  const summary = hasSummary ? districtSummary(source, words) : undefined
  const asked = new Set(schools === 'all' ? [] : schools)
  const isAsked = (id: string): boolean => schools === 'all' || asked.has(id)
  const made = schoolSheets(run, source, { wording: words, isAsked })
  const sheets = through === undefined ? made : through(made)
  if (form === 'html') return boardHtml(head, summary, sheets, paper)
  const day = new Date(`${source.date ?? source.yearStart}T00:00:00Z`)
  return boardPdf({ head, paper, made: day, typeface: typeface(), lacks }, summary, sheets)
}
