import { stringify } from 'yaml'
import { type RunOutcome, runScenario } from '../../src/app/run-scenario.ts'
import type { LocatedProblem } from '../../src/contract/report/source-map.ts'
import { memoryFiles } from './memory-files.ts'

type Fields = Readonly<Record<string, unknown>>

/** A district small enough to check with a pencil. What is left out is the plainest there is. */
export interface SmallCase {
  readonly year?: Fields
  readonly units?: readonly string[]
  readonly datasets?: readonly string[]
  readonly groups?: Fields
  /** `enrollment` in pupils unless stated. */
  readonly needs?: Fields
  readonly funds?: readonly unknown[]
  readonly pupils?: string
  /** Each with `assumed` filled in where no origin is stated. */
  readonly parameters?: Fields
  readonly measures?: Fields
  /** Amounts by line id, or lines with their other fields. */
  readonly lines?: Fields
  readonly figures?: Fields
  readonly published?: readonly Fields[]
  readonly pools?: readonly Fields[]
  /** One school A with 10 pupils unless stated. */
  readonly rows?: readonly Fields[]
  readonly prior?: readonly Fields[]
  /** What the data say of the columns of this year. */
  readonly columns?: Fields
  readonly controls?: readonly Fields[]
}

/** The case as a scenario file. */
export function caseText(parts: SmallCase): string {
  const { rows = [{ id: 'A', enrollment: '10' }], prior, columns, controls } = parts
  const now = { rows, measures: columns }
  const data = prior === undefined ? now : { now, prior: { rows: prior } }
  return stringify(
    { leeway: '1', formula: formulaOf(parts), data, controls },
    { lineWidth: 0, aliasDuplicateObjects: false },
  )
}

export async function runCase(parts: SmallCase): Promise<RunOutcome> {
  return runScenario('case.yaml', memoryFiles({ 'case.yaml': caseText(parts) }))
}

/** Every line and figure of every school, such as `A base 10.00`; throws what prevents them. */
export async function amountsIn(parts: SmallCase): Promise<string[]> {
  const { run, problems } = await runCase(parts)
  if (run === undefined) throw new Error(problems.map(problemText).join('\n'))
  return run.result.schools.flatMap(({ id, lines, figures }) =>
    [...lines, ...figures].map((part) => `${id} ${part.id} ${part.amount}`),
  )
}

/** Every error and warning that concerns the formula or its numbers, as `CODE at: message`. */
export async function problemsIn(parts: SmallCase): Promise<string[]> {
  return (await faultsIn(parts)).map(problemText)
}

/** The same with all that a problem carries. */
export async function faultsIn(parts: SmallCase): Promise<LocatedProblem[]> {
  const { problems } = await runCase(parts)
  return problems.filter(({ code }) => code !== 'BASIS_NOT_STATED')
}

/** The stretch of the file that a problem points at. */
export function pointedAt({ where }: LocatedProblem): string {
  const { excerpt } = where
  return excerpt === undefined ? '' : excerpt.text.slice(excerpt.from, excerpt.to)
}

function problemText(problem: LocatedProblem): string {
  return `${problem.code} at ${pointedAt(problem)}: ${problem.message}`
}

function formulaOf(parts: SmallCase): Fields {
  const { units, datasets, groups, measures, pools, published } = parts
  return {
    id: 'case',
    currency: 'USD',
    year: parts.year ?? { label: '2025-26', start: '2025-07-01', end: '2026-06-30' },
    units,
    datasets,
    groups,
    needs: parts.needs ?? { enrollment: { unit: 'pupil' } },
    funds: parts.funds ?? ['general'],
    pupils: parts.pupils ?? 'enrollment',
    parameters: withOrigins(parts.parameters ?? {}),
    measures,
    lines: listed(parts.lines ?? { one: '1' }, { fund: 'general', flexibility: 'free' }),
    figures: parts.figures && listed(parts.figures, {}),
    published,
    pools,
  }
}

function listed(parts: Fields, standard: Fields): Fields[] {
  return Object.entries(parts).map(([id, part]) => ({
    id,
    ...standard,
    ...(isFields(part) ? part : { amount: part }),
  }))
}

function withOrigins(tree: Fields): Fields {
  return Object.fromEntries(
    Object.entries(tree).map(([name, entry]) => {
      if (!isFields(entry) || 'values' in entry) return [name, entry]
      if (!('value' in entry)) return [name, withOrigins(entry)]
      const isStated = ['source', 'derived', 'assumed'].some((origin) => origin in entry)
      return [name, isStated ? entry : { ...entry, assumed: 'for this case' }]
    }),
  )
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
