import type { CanonicalParts } from '../contract/canonical/canonical-document.ts'
import { createSourceMap, type LocatedProblem } from '../contract/report/source-map.ts'
import type { ScenarioFile } from '../contract/schema/scenario-schema.ts'
import { changeData } from '../core/data/change-data.ts'
import type { ColumnRequest, Dataset } from '../core/data/dataset.ts'
import { qualitySettings, reviewQuality } from '../core/data/quality.ts'
import { type DatasetReading, readDataset } from '../core/data/read-dataset.ts'
import { checkFormula } from '../core/formula/check-formula.ts'
import type { CheckedFormula } from '../core/formula/checked.ts'
import { decimalOf } from '../core/formula/types.ts'
import { type RunData, runData } from '../core/funding/run-data.ts'
import { type Control, readControls } from '../core/funding/tie-out.ts'
import { hasErrors, type Outcome, type Problem, problem } from '../core/problems/problem.ts'
import type { RunEarlier } from './earlier-run.ts'
import type { Files } from './files.ts'
import { type LoadedTable, loadTable } from './load-dataset.ts'
import { resolveScenario } from './resolve-scenario.ts'
import { readSweep, type SweepPlan } from './sweep-plan.ts'

/** What a scenario file comes to: everything a run needs, checked. `data` is missing in a formula on its own. */
export interface LoadedScenario {
  readonly file: ScenarioFile
  readonly formula: CheckedFormula
  readonly data: RunData | undefined
  readonly controls: readonly Control[]
  /** The variants, if the file varies something: it is then swept, and not run. */
  readonly sweep: SweepPlan | undefined
  /** Path of the scenario that this one changes. */
  readonly base: string | undefined
  /** What the self-contained document of the run is made of. */
  readonly parts: CanonicalParts
}

/** A load ends in a scenario or in problems; warnings come with either. */
export interface Loading {
  readonly scenario: LoadedScenario | undefined
  readonly problems: readonly Problem[]
  readonly locate: (problem: Problem) => LocatedProblem
}

/** Reads a scenario file and all it names, checks it, and collects every problem on the way. */
export async function loadScenario(path: string, files: Files, runEarlier: RunEarlier): Promise<Loading> {
  const sourceMap = createSourceMap(path)
  const problems: Problem[] = []
  const ended = (scenario?: LoadedScenario): Loading => {
    return { scenario: hasErrors(problems) ? undefined : scenario, problems, locate: sourceMap.locate }
  }
  const take = <T>(outcome: Outcome<T>): T | undefined => {
    // Not all at once: as many arguments as a large table has warnings would exhaust the stack.
    for (const each of outcome.kind === 'done' ? outcome.warnings : outcome.problems) problems.push(each)
    return outcome.kind === 'done' ? outcome.value : undefined
  }
  const resolved = await resolveScenario(path, { files, sourceMap, problems, runBase: runEarlier })
  if (resolved === undefined) return ended()
  const { file, definition } = resolved
  const loadings = await Promise.all(
    resolved.datasets.map((each) => loadTable(files, { ...each, sourceMap }, runEarlier)),
  )
  const tables = loadings.map(take).filter((table) => table !== undefined)
  const names = resolved.datasets.map(({ name }) => name)
  const formula = definition && take(checkFormula(definition, { pointer: '/formula', datasets: names }))
  if (definition === undefined || formula === undefined) return ended()
  const controls = readControls(file.controls ?? [], { pointer: '/controls', formula, problems })
  const sweep = readSweep(file, { definition, formula, problems })
  const read = tables.map((table) => [table.name, take(readDataset(requestOf(table, formula)))] as const)
  const datasets = new Map(
    read.filter((entry): entry is readonly [string, Dataset] => entry[1] !== undefined),
  )
  if (names.length > 0) problems.push(...absentDatasets(formula, names))
  const changed = changeData(datasets, resolved.dataChanges, problems)
  for (const table of tables) {
    const dataset = changed.get(table.name)
    const setting = qualitySettings(table.mapping.quality)
    if (dataset === undefined) continue
    for (const each of reviewQuality(dataset, pupilsOf(formula), setting)) problems.push(each)
  }
  const quality = new Map(tables.map(({ name, mapping }) => [name, mapping.quality]))
  const data = names.length === 0 ? undefined : runData(changed)
  const parts = { file, formula: definition, datasets: changed, quality }
  return ended({ file, formula, controls, sweep, data, base: resolved.base, parts })
}

/** What a formula reads of a dataset: its needs, and of `now` the published amounts too. */
function requestOf({ name, pointer, table, mapping }: LoadedTable, formula: CheckedFormula): DatasetReading {
  const needs = [...(formula.reads.get(name) ?? [])].flatMap((need): ColumnRequest[] => {
    const checked = formula.needs.get(need)
    return checked === undefined
      ? []
      : [{ name: need, type: checked.type, ...(checked.oneOf && { oneOf: checked.oneOf }) }]
  })
  const published =
    name === 'now'
      ? formula.published.map(({ column }) => ({
          name: column,
          type: decimalOf('bare'),
          isPublished: true as const,
        }))
      : []
  return {
    name,
    pointer,
    table,
    mapping,
    units: formula.units,
    pupils: pupilsOf(formula),
    requests: [...needs, ...published.filter((each) => !formula.needs.has(each.name))],
  }
}

/** The need that counts all pupils, where no measure does. */
function pupilsOf({ pupils }: CheckedFormula): string | undefined {
  return pupils?.expression.kind === 'input' ? pupils.expression.name : undefined
}

function absentDatasets(formula: CheckedFormula, names: readonly string[]): Problem[] {
  return [...formula.reads.keys()]
    .filter((name) => !names.includes(name))
    .map((name) =>
      problem('DATASET_UNKNOWN', {
        at: { kind: 'document', pointer: '/data' },
        message: `the formula reads a dataset "${name}", and the scenario brings none`,
        found: names.join(', '),
        expected: name,
        suggestion: `data: { now: …, ${name}: ${name}.csv }`,
      }),
    )
}
