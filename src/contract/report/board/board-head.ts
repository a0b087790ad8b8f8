import type { BoardSource } from './board-source.ts'
import { titleIn } from './board-title.ts'
import type { Wording } from './wording.ts'

/** What stands on every page of a pack. */
export interface PackHead {
  readonly title: string
  /** A language tag: that of the words and numbers. */
  readonly language: string
  /** That it is a demonstration. */
  readonly notice: string | undefined
  /** Small print, above the number of the page. */
  readonly footer: readonly string[]
  readonly pages: number
  pageOf(page: number): string
}

/** The head of a pack with a page for the district, if it has one, and two for each school. */
export function packHead(
  { result, before }: BoardSource,
  { hasSummary, schools }: { readonly hasSummary: boolean; readonly schools: number },
  wording: Wording,
): PackHead {
  const { say, number, locale } = wording
  const pages = (hasSummary ? 1 : 0) + 2 * schools
  const { engine, inputs } = result.leeway
  const hashes = before === undefined ? inputs : `${inputs}, ${before.run.inputs}`
  return {
    title: say('packTitle', { name: titleIn(result.scenario) }),
    language: locale,
    notice: result.scenario.demonstration ?? before?.run.demonstration,
    footer: [say('wholeDollars'), say('engine', { engine, inputs: hashes })],
    pages,
    pageOf: (page) => say('pageOf', { page: number(`${page}`), pages: number(`${pages}`) }),
  }
}
