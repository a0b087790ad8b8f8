import type { RunResult } from '../contract/report/run-schema.ts'
import { withSeparators } from '../core/numbers/format.ts'
import { rowWordsOf } from './counted.ts'
import { wrappedText } from './wrapped-text.ts'

/** What a table of adjustments has no column for: what is left of a reserve, and new schools that are left out. */
export function adjustmentNotes({ adjustments, scenario }: RunResult, width: number): string {
  const { one, many } = rowWordsOf(scenario)
  const notes = adjustments.flatMap(({ id, left, exempt }) => [
    ...(left === null ? [] : [`${id}: ${withSeparators(left)} ${scenario.currency} left of its reserve`]),
    ...(exempt.length === 0
      ? []
      : [`${id}: leaves out new ${exempt.length === 1 ? one : many} ${exempt.join(', ')}`]),
  ])
  return notes
    .flatMap((note) => wrappedText(note, { width, indent: '  ' }))
    .map((line) => `${line}\n`)
    .join('')
}
