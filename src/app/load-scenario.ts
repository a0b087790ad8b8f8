import { canonicalDocument } from '../contract/canonical/canonical-document.ts'
import { createSourceMap, type LocatedProblem, type SourceMap } from '../contract/report/source-map.ts'
import { formulaSchema } from '../contract/schema/formula-schema.ts'
import { FORMAT_VERSION, type ScenarioFile, scenarioSchema } from '../contract/schema/scenario-schema.ts'
import { readDocument, type Validated, validate } from '../contract/source/read-document.ts'
import { nodeAt, type SourceDocument } from '../contract/source/source-document.ts'
import type { ColumnRequest, Dataset } from '../core/data/dataset.ts'
import { type DatasetReading, readDataset } from '../core/data/read-dataset.ts'
import { checkFormula } from '../core/formula/check-formula.ts'
import type { CheckedFormula } from '../core/formula/checked.ts'
import type { FormulaDefinition } from '../core/formula/definition.ts'
import { decimalOf } from '../core/formula/types.ts'
import { type RunData, runData } from '../core/funding/run-data.ts'
import { type Control, readControls } from '../core/funding/tie-out.ts'
import { hasErrors, type Outcome, type Problem, problem } from '../core/problems/problem.ts'
import type { Files } from './files.ts'
import { datasetsOf, type LoadedTable, loadTable } from './load-dataset.ts'
import { besideOf, readFileText } from './read-file.ts'

/** What a scenario file comes to: everything a run needs, checked. `data` is missing in a formula on its own. */
export interface LoadedScenario {
  readonly file: ScenarioFile
  readonly formula: CheckedFormula
  readonly data: RunData | undefined
  readonly controls: readonly Control[]
  /** The self-contained document that the hash of the inputs is taken of. */
  readonly document: object
}

/** A load ends in a scenario or in problems; warnings come with either. */
export interface Loading {
  readonly scenario: LoadedScenario | undefined
  readonly problems: readonly Problem[]
  readonly locate: (problem: Problem) => LocatedProblem
}

/** Reads a scenario file and all it names, checks it, and collects every problem on the way. */
export async function loadScenario(path: string, files: Files): Promise<Loading> {
  const sourceMap = createSourceMap(path)
  const problems: Problem[] = []
  const take = <T>(outcome: Outcome<T>): T | undefined => {
    problems.push(...(outcome.kind === 'done' ? outcome.warnings : outcome.problems))
    return outcome.kind === 'done' ? outcome.value : undefined
  }
  const takeValid = <T>(validated: Validated<T>): T | undefined => {
    problems.push(...validated.problems)
    return validated.value
  }
  const ended = (scenario?: LoadedScenario): Loading => {
    return { scenario: hasErrors(problems) ? undefined : scenario, problems, locate: sourceMap.locate }
  }
  const file = takeValid(await readScenarioFile(path, { files, sourceMap }))
  if (file === undefined) return ended()
  const definition = takeValid(await readFormula(file, { path, files, sourceMap }))
  const wanted = datasetsOf(file.data)
  const loadings = await Promise.all(
    wanted.map((each) => loadTable(files, { ...each, beside: path, sourceMap })),
  )
  const tables = loadings.map(take).filter((table) => table !== undefined)
  if (definition === undefined) return ended()
  const formula = take(
    checkFormula(definition, { pointer: '/formula', datasets: wanted.map(({ name }) => name) }),
  )
  if (formula === undefined) return ended()
  const controls = readControls(file.controls ?? [], { pointer: '/controls', formula, problems })
  const datasets = new Map<string, Dataset>()
  for (const table of tables) {
    const dataset = take(readDataset(requestOf(table, formula)))
    if (dataset !== undefined) datasets.set(table.name, dataset)
  }
  if (wanted.length > 0)
    problems.push(
      ...absentDatasets(
        formula,
        wanted.map(({ name }) => name),
      ),
    )
  const quality = new Map(tables.map(({ name, mapping }) => [name, mapping.quality]))
  const document = canonicalDocument({ file, formula: definition, datasets, quality })
  return ended({
    file,
    formula,
    controls,
    document,
    data: wanted.length === 0 ? undefined : runData(datasets),
  })
}

interface Reading {
  readonly files: Files
  readonly sourceMap: SourceMap
}

async function readScenarioFile(
  path: string,
  { files, sourceMap }: Reading,
): Promise<Validated<ScenarioFile>> {
  const text = await readFileText(files, { path })
  const document = text.kind === 'done' ? readDocument(text.value, path) : text
  if (document.kind === 'failed') return { value: undefined, problems: document.problems }
  sourceMap.addDocument('', document.value)
  const version = versionProblem(document.value)
  return version === undefined
    ? validate(scenarioSchema, document.value.root)
    : { value: undefined, problems: [version] }
}

/** Every file names the format it is written in, so that it can be read for ever. */
function versionProblem({ root }: SourceDocument): Problem | undefined {
  const entry = root.kind === 'map' ? root.entries.get('leeway')?.value : undefined
  const found = entry?.kind === 'text' ? entry.text : undefined
  if (found === FORMAT_VERSION) return undefined
  return problem('FORMAT_VERSION', {
    at: { kind: 'document', pointer: entry === undefined ? '' : '/leeway' },
    message:
      entry === undefined ? 'the file does not say that it is a Leeway file' : 'this format is not known',
    found,
    expected: `leeway: ${FORMAT_VERSION}`,
    suggestion: `start the file with the line leeway: ${FORMAT_VERSION}`,
  })
}

/** The formula itself, or the one in the file that is named in its place. */
async function readFormula(
  file: ScenarioFile,
  { path, files, sourceMap }: Reading & { path: string },
): Promise<Validated<FormulaDefinition>> {
  const at = { kind: 'document', pointer: '/formula' } as const
  const missing = { at, message: 'the file has no formula', expected: 'formula: …' }
  if (file.formula === undefined) return refused(problem('FORMULA_MISSING', missing))
  if (typeof file.formula !== 'string') return { value: file.formula, problems: [] }
  const shown = besideOf(path, file.formula)
  const text = await readFileText(files, { path: file.formula, beside: path, at })
  const document = text.kind === 'done' ? readDocument(text.value, shown) : text
  if (document.kind === 'failed') return refused(...document.problems)
  const place = { kind: 'file', file: shown, line: 1, column: 1 } as const
  const version = versionProblem(document.value)
  if (version !== undefined) return refused({ ...version, at: place })
  const root = nodeAt(document.value.root, '/formula')?.node
  if (root === undefined) return refused(problem('FORMULA_MISSING', { ...missing, at: place }))
  sourceMap.addDocument('/formula', { ...document.value, root })
  return validate(formulaSchema, root, '/formula')
}

function refused(...problems: readonly Problem[]): Validated<never> {
  return { value: undefined, problems }
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
  const pupils = formula.pupils.expression
  return {
    name,
    pointer,
    table,
    mapping,
    units: formula.units,
    pupils: pupils.kind === 'input' ? pupils.name : undefined,
    requests: [...needs, ...published.filter((each) => !formula.needs.has(each.name))],
  }
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
