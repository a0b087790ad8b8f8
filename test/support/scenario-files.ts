import { stringify } from 'yaml'
import { type Run, runScenario } from '../../src/app/run-scenario.ts'
import { memoryFiles } from './memory-files.ts'
import type { Row, ScenarioText } from './random-scenario.ts'

/** Files by name; the scenario is the first. */
export type FileTexts = readonly [readonly [string, string], ...(readonly [string, string])[]]

export function inYaml(scenario: ScenarioText): FileTexts {
  return [['case.yaml', yamlText(scenario)]]
}

export function inJson(scenario: ScenarioText): FileTexts {
  return [['case.json', JSON.stringify(scenario, undefined, 2)]]
}

/** The same with its rows in tables beside it. */
export function withTables(scenario: ScenarioText): FileTexts {
  const { now, prior } = scenario.data
  const data = { now: { ...now, file: 'now.csv', rows: undefined }, prior: 'prior.csv' }
  return [
    ['case.yaml', yamlText({ ...scenario, data })],
    ['now.csv', csvText(now.rows)],
    ['prior.csv', csvText(prior.rows)],
  ]
}

/** The same with the formula in a file of its own. */
export function withFormulaApart(scenario: ScenarioText): FileTexts {
  return [
    ['case.yaml', yamlText({ ...scenario, formula: 'formula.yaml' })],
    ['formula.yaml', yamlText({ leeway: '1', formula: scenario.formula })],
  ]
}

/** Runs the first of some files; throws what prevents it. */
export async function runFiles(files: FileTexts): Promise<Run> {
  const { run, problems } = await runScenario(files[0][0], memoryFiles(Object.fromEntries(files)))
  if (run !== undefined) return run
  throw new Error(
    problems.map(({ code, message, where }) => `${code}: ${message} ${JSON.stringify(where)}`).join('\n'),
  )
}

/** A result to the byte. */
export async function bytesOf(files: FileTexts): Promise<string> {
  return JSON.stringify((await runFiles(files)).result)
}

function yamlText(document: unknown): string {
  return stringify(document, { lineWidth: 0, aliasDuplicateObjects: false })
}

function csvText(rows: readonly Row[]): string {
  const header = Object.keys(rows[0] ?? {})
  const lines = [header, ...rows.map((row) => header.map((name) => row[name] ?? ''))]
  return lines.map((cells) => `${cells.map(quotedCell).join(',')}\n`).join('')
}

function quotedCell(cell: string): string {
  return /[",\n#]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
