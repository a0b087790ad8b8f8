import { boardPack, schoolSheets } from '../../src/app/board-pack.ts'
import type { Run } from '../../src/app/run-scenario.ts'
import {
  type BoardPage,
  cellText,
  type SchoolSheet,
  type Table,
} from '../../src/contract/report/board/board-page.ts'
import type { BoardSource } from '../../src/contract/report/board/board-source.ts'
import { districtSummary } from '../../src/contract/report/board/district-summary.ts'
import { type Wording, wording } from '../../src/contract/report/board/wording.ts'
import { memoryFiles } from './memory-files.ts'

/** A pack of files in memory, before it is written. */
export interface PackInMemory {
  readonly run: Run
  readonly source: BoardSource
  readonly words: Wording
  readonly summary: BoardPage
  readonly sheets: readonly SchoolSheet[]
}

export async function packOf(
  files: Readonly<Record<string, string>>,
  { file, against, locale = 'en-US' }: { file: string; against?: string; locale?: string },
): Promise<PackInMemory> {
  const wish = { against, date: undefined, step: async () => true }
  const { source, run, problems } = await boardPack(file, memoryFiles(files), wish)
  if (source === undefined || run === undefined) throw new Error(JSON.stringify(problems, null, 2))
  const { currency, rows } = source.result.scenario
  const words = wording({ locale, currency, rows })
  const sheets = [...schoolSheets(run, source, { wording: words, isAsked: () => true })]
  return { run, source, words, summary: districtSummary(source, words), sheets }
}

/** The table of a page under this title. */
export function tableIn(page: BoardPage | undefined, title: string): Table {
  const found = page?.blocks.find((block) => block.kind === 'table' && block.title === title)
  if (found?.kind !== 'table') throw new Error(`the page has no table ${title}`)
  return found
}

/** Its rows as they are printed, the total last. */
export function printedRows({ rows, total }: Table): string[][] {
  return [...rows.map(({ cells }) => cells), ...(total === undefined ? [] : [total])].map((cells) =>
    cells.map(cellText),
  )
}

/** The facts that a page opens with. */
export function factsOn(page: BoardPage | undefined): Record<string, string> {
  const facts = page?.blocks.flatMap((block) => (block.kind === 'facts' ? block.facts : [])) ?? []
  return Object.fromEntries(facts.map(({ name, value }) => [name, value]))
}

/** The notes of a page, those under its tables too. */
export function notesOn(page: BoardPage | undefined): string[] {
  return (page?.blocks ?? []).flatMap((block) =>
    block.kind === 'notes' ? block.lines : block.kind === 'table' ? (block.note ?? []) : [],
  )
}

/** What a page prints of dollars that does not add up, in words; empty when all of it does. */
export function sumFaults({ heading, blocks }: BoardPage): string[] {
  return blocks.flatMap((block) => {
    if (block.kind !== 'table' || block.total === undefined) return []
    const { columns, rows, total, title } = block
    return columns.flatMap(({ sum }, i) => {
      if (sum === undefined) return []
      const parts = rows.map(({ cells }) => dollarsIn(cellText(cells[i] ?? '')))
      const whole = dollarsIn(cellText(total[i] ?? ''))
      const added = parts.reduce((all, part) => all + part, 0n)
      return added === whole ? [] : [`${heading}, ${title}: ${parts.join(' + ')} is not ${whole}`]
    })
  })
}

/** What a reader takes `-$1,642` for. */
function dollarsIn(text: string): bigint {
  return text === '–' || text === '' ? 0n : BigInt(text.replaceAll(/[$,+]/g, ''))
}
