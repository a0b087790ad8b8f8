import type { LocatedProblem, Where } from '../contract/report/source-map.ts'
import { counted } from './counted.ts'
import { shownText, shownTexts } from './shown-text.ts'
import type { Terminal } from './terminal.ts'

const MOST_PRINTED = 50

/** Prints problems for a person: where, what, what was found and expected, and what to do. Errors first. */
export function printProblems(problems: readonly LocatedProblem[], terminal: Terminal): void {
  const ordered = problems.toSorted((a, b) => rankOf(a) - rankOf(b))
  for (const each of ordered.slice(0, MOST_PRINTED)) terminal.err(problemText(each, terminal))
  const hidden = ordered.length - MOST_PRINTED
  if (hidden > 0) terminal.err(`… and ${hidden} more\n`)
  const errors = problems.filter((each) => each.severity === 'error').length
  const warnings = problems.length - errors
  if (problems.length > 0) terminal.err(`${counted(errors, 'error')}, ${counted(warnings, 'warning')}\n`)
}

function problemText(problem: LocatedProblem, { paint }: Terminal): string {
  const { severity, code, message, found, expected, suggestion, where } = shownTexts(problem)
  const heading = paint(severity === 'error' ? 'red' : 'yellow', severity)
  const lines = [`${placeText(where)}${heading}: ${message} ${paint('dim', `[${code}]`)}`]
  if (problem.where.excerpt !== undefined) lines.push(...excerptLines(problem.where.excerpt))
  if (found !== undefined) lines.push(`  found: ${found}`)
  if (expected !== undefined) lines.push(`  expected: ${expected}`)
  if (suggestion !== undefined) lines.push(`  ${paint('green', 'try')}: ${suggestion}`)
  return `${lines.join('\n')}\n`
}

function placeText({ file, line, column, row, header, school, dataset, sheet, letter }: Where): string {
  const cell = [header && `column ${header}`, school && `school ${school}`].filter(Boolean).join(', ')
  const lines = [file ?? dataset, line, column].filter((part) => part !== undefined).join(':')
  // As a spreadsheet writes the place of a cell: Fall!C12.
  const start = sheet === undefined ? lines : `${lines} ${sheet}!${letter ?? ''}${row ?? ''}`
  const place = [start, cell && `(${cell})`].filter(Boolean).join(' ')
  return place === '' ? '' : `${place}: `
}

const WIDEST_EXCERPT = 160

function excerptLines({ text, from, to }: NonNullable<Where['excerpt']>): string[] {
  if (text.length > WIDEST_EXCERPT || text.trim() === '') return []
  const gap = text.slice(0, from).replaceAll(/[^\t]/g, ' ')
  return [`    ${shownText(text).replaceAll('␉', '\t')}`, `    ${gap}${'^'.repeat(Math.max(1, to - from))}`]
}

function rankOf({ severity }: LocatedProblem): number {
  return severity === 'error' ? 0 : 1
}
