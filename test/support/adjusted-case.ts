import { stringify } from 'yaml'
import { type RunOutcome, runScenario } from '../../src/app/run-scenario.ts'
import type { RunResult } from '../../src/contract/report/run-schema.ts'
import { memoryFiles } from './memory-files.ts'

type Fields = Readonly<Record<string, unknown>>

/**
 * Schools whose lines stand in their rows: `a` (general, free), `b` (general, purpose) and `t` (Title I, restricted),
 * so that a test is about adjustments alone. What a row leaves out is no money, one pupil and the region north; last
 * year's amount and pupils, and the counted pupils, are missing unless stated.
 */
export interface AdjustedCase {
  readonly rows: readonly Fields[]
  readonly adjustments: readonly Fields[]
  readonly parameters?: Fields
  readonly lines?: readonly Fields[]
  readonly figures?: readonly Fields[]
  readonly pools?: readonly Fields[]
  readonly solve?: Fields
}

const EMPTY_ROW = {
  pupils: '1',
  frl: '0',
  a: '0',
  b: '0',
  t: '0',
  region: 'north',
  last: '',
  last_pupils: '',
  counted: '',
}

/** The case as a scenario file. */
export function adjustedText({
  rows,
  adjustments,
  parameters,
  lines,
  figures,
  pools,
  solve,
}: AdjustedCase): string {
  const formula = {
    id: 'adjusted',
    currency: 'USD',
    year: { label: '2025-26', start: '2025-07-01', end: '2026-06-30' },
    needs: {
      pupils: { unit: 'pupil' },
      last_pupils: { unit: 'pupil' },
      counted: { unit: 'pupil' },
      frl: { unit: 'pupil' },
      last: { unit: 'money' },
      a: { unit: 'money' },
      b: { unit: 'money' },
      t: { unit: 'money' },
      region: { kind: 'text' },
    },
    funds: ['general', { id: 'title1', restricted: 'true' }, 'levy'],
    pupils: 'pupils',
    parameters,
    lines: lines ?? [
      { id: 'a', amount: 'a', fund: 'general', flexibility: 'free' },
      { id: 'b', amount: 'b', fund: 'general', flexibility: 'purpose' },
      { id: 't', amount: 't', fund: 'title1', flexibility: 'purpose' },
    ],
    adjustments,
    figures,
    pools,
  }
  const counts = ['pupils', 'last_pupils', 'counted', 'frl']
  const measures = Object.fromEntries(
    counts.map((name) => [name, { basis: 'projection', may_exceed_pupils: 'true' }]),
  )
  const money = Object.fromEntries(['a', 'b', 't'].map((name) => [name, { may_be_negative: 'true' }]))
  const data = {
    rows: rows.map((row) => ({ ...EMPTY_ROW, ...row })),
    measures: { ...measures, ...money },
  }
  return stringify({ leeway: '1', formula, data, solve }, { lineWidth: 0, aliasDuplicateObjects: false })
}

export async function runAdjusted(parts: AdjustedCase): Promise<RunOutcome> {
  return runScenario('case.yaml', memoryFiles({ 'case.yaml': adjustedText(parts) }))
}

/** The result; throws what prevents it. */
export async function resultOf(parts: AdjustedCase): Promise<RunResult> {
  const { run, problems } = await runAdjusted(parts)
  if (run === undefined)
    throw new Error(problems.map(({ code, message }) => `${code}: ${message}`).join('\n'))
  return run.result
}

/** What adjustments left, and nothing where they left nothing: `A floor.general.free 10.00`. */
export async function adjustedAmounts(parts: AdjustedCase): Promise<string[]> {
  const { schools, lines } = await resultOf(parts)
  const left = new Set(lines.flatMap(({ id, adjustment }) => (adjustment === undefined ? [] : [id])))
  return schools.flatMap((school) =>
    school.lines
      .filter(({ id, amount }) => left.has(id) && !/^0\.0+$/.test(amount))
      .map(({ id, amount }) => `${school.id} ${id} ${amount}`),
  )
}

/** Every problem of the run, as `CODE: message [what was found]`. */
export async function problemsOf(parts: AdjustedCase): Promise<string[]> {
  const { problems } = await runAdjusted(parts)
  return problems.map(
    ({ code, message, found }) => `${code}: ${message}${found === undefined ? '' : ` [${found}]`}`,
  )
}
