import type { SourceMap } from '../contract/report/source-map.ts'
import type { DatasetFile } from '../contract/schema/dataset-schema.ts'
import { formulaSchema } from '../contract/schema/formula-schema.ts'
import { FORMAT_VERSION, type ScenarioFile, scenarioSchema } from '../contract/schema/scenario-schema.ts'
import { readDocument, type Validated, validate } from '../contract/source/read-document.ts'
import { partOf, type SourceDocument } from '../contract/source/source-document.ts'
import type { PlacedDataChange } from '../core/data/change-data.ts'
import { applyChanges, type PlacedChange } from '../core/formula/apply-changes.ts'
import type { ScenarioChange } from '../core/formula/change.ts'
import { changeParameter } from '../core/formula/change-parameter.ts'
import type { FormulaDefinition } from '../core/formula/definition.ts'
import { leavesOf } from '../core/formula/read-parameters.ts'
import { SOLVED } from '../core/funding/solve.ts'
import { exactText } from '../core/numbers/decimal.ts'
import { type Problem, problem } from '../core/problems/problem.ts'
import type { RunEarlier } from './earlier-run.ts'
import type { Files } from './files.ts'
import { datasetsOf } from './load-dataset.ts'
import { besideOf, type FileWanted, readFileText } from './read-file.ts'

/** A scenario file with its base and its changes worked in: one formula, its datasets, and what is left to do. */
export interface ResolvedScenario {
  readonly path: string
  readonly file: ScenarioFile
  readonly definition: FormulaDefinition | undefined
  readonly datasets: readonly DatasetSource[]
  readonly dataChanges: readonly PlacedDataChange[]
  /** Path of the base, if there is one. */
  readonly base: string | undefined
}

export interface DatasetSource {
  readonly name: string
  readonly definition: string | DatasetFile
  readonly pointer: string
  /** The file that names it. */
  readonly beside: string
}

export interface Resolving {
  readonly files: Files
  readonly sourceMap: SourceMap
  readonly problems: Problem[]
  /** Runs a base whose outcome the what-if starts from. */
  readonly runBase: RunEarlier
}

/** A base of a base of a base is more than anyone can keep in mind. */
const MOST_BASES = 16

/** Reads a scenario file, and the base it builds on before it, and applies the changes in order. */
export async function resolveScenario(
  path: string,
  resolving: Resolving,
  above: readonly string[] = [],
  wanted: FileWanted = { path },
): Promise<ResolvedScenario | undefined> {
  const { problems, sourceMap } = resolving
  const prefix = '/base'.repeat(above.length)
  const file = await readScenarioFile(path, prefix, { ...resolving, wanted })
  if (file === undefined) return undefined
  const base = file.base === undefined ? undefined : await resolveBase(file.base, { path, resolving, above })
  if (file.base !== undefined && base === undefined) return undefined
  const own = await readFormula(file, { path, prefix, resolving })
  const definition = own ?? (base && (await settled(base, resolving.runBase)))
  if (definition === undefined && problems.length === 0) reportNoFormula(`${prefix}/formula`, problems)
  const changes = (file.changes ?? []).map<PlacedScenarioChange>((change, i) => ({
    change,
    pointer: `${prefix}/changes/${i}`,
  }))
  const changed = definition && applyChanges(definition, changes.filter(isFormulaChange))
  problems.push(...(changed?.problems ?? []))
  if (changed !== undefined) {
    if (own !== undefined) sourceMap.addAlias('/formula', `${prefix}/formula`)
    const restricted = changes.findLast(({ change }) => 'restrict' in change)
    if (restricted !== undefined) sourceMap.addAlias('/formula/restrict', `${restricted.pointer}/restrict`)
    aliasParts(changed.definition, changed.origins, { definition, sourceMap })
  }
  const named = datasetsOf(file.data).map((each) => ({
    ...each,
    pointer: prefix + each.pointer,
    beside: path,
  }))
  const kept = (base?.datasets ?? []).filter(({ name }) => !named.some((each) => each.name === name))
  return {
    path,
    file: base?.file.scenario?.demonstration === 'true' ? asDemonstration(file, definition) : file,
    definition: changed?.definition,
    datasets: [...kept, ...named],
    dataChanges: [...(base?.dataChanges ?? []), ...changes.filter(isDataChange)],
    base: base?.path,
  }
}

/** A base that solves for a parameter stands with the value it found: a what-if on it starts there. */
async function settled(
  { path, file, definition }: ResolvedScenario,
  runBase: RunEarlier,
): Promise<FormulaDefinition | undefined> {
  const isNeutral = file.scenario?.budget === 'neutral'
  const name = file.solve?.parameter ?? (isNeutral ? definition?.balance?.parameter : undefined)
  if (definition === undefined || name === undefined) return definition
  const found = (await runBase(path))?.allocation.formula.parameters.get(name)
  if (found?.value.kind !== 'number' || found.provenance.words !== SOLVED) return definition
  const text = exactText(found.value.value)
  const change = {
    pointer: '',
    field: 'set',
    provenance: { derived: SOLVED },
    problems: [],
    origins: new Map(),
  }
  return changeParameter(definition, name, { ...change, to: () => text })
}

/** A what-if on a demonstration is one, unless it says that it is not. */
function asDemonstration(file: ScenarioFile, definition: FormulaDefinition | undefined): ScenarioFile {
  const { id = '', name } = definition ?? {}
  const scenario = file.scenario ?? { id, ...(name !== undefined && { name }) }
  return { ...file, scenario: { demonstration: 'true', ...scenario } }
}

async function resolveBase(
  named: string,
  { path, resolving, above }: { path: string; resolving: Resolving; above: readonly string[] },
): Promise<ResolvedScenario | undefined> {
  const chain = [...above, path]
  const base = besideOf(path, named)
  const at = { kind: 'document', pointer: `${'/base'.repeat(above.length)}/base` } as const
  // Taken from the file that names it, so that no base leaves that file's folder either.
  const wanted = { path: named, beside: path, at }
  if (!chain.includes(base) && chain.length < MOST_BASES)
    return resolveScenario(base, resolving, chain, wanted)
  const message = chain.includes(base)
    ? 'a base leads back to itself'
    : 'there are too many bases, one on another'
  resolving.problems.push(problem('BASE_CYCLE', { at, message, found: [...chain, base].join(' → ') }))
  return undefined
}

async function readScenarioFile(
  path: string,
  prefix: string,
  { files, sourceMap, problems, wanted }: Resolving & { wanted: FileWanted },
): Promise<ScenarioFile | undefined> {
  const text = await readFileText(files, wanted)
  const document = text.kind === 'done' ? readDocument(text.value, path) : text
  if (document.kind === 'failed') {
    problems.push(...document.problems)
    return undefined
  }
  sourceMap.addDocument(prefix, document.value)
  const version = versionProblem(document.value, prefix)
  if (version !== undefined) {
    problems.push(version)
    return undefined
  }
  return takeValid(validate(scenarioSchema, document.value, prefix), problems)
}

/** Every file names the format it is written in, so that it can be read for ever. */
export function versionProblem(document: SourceDocument, prefix: string): Problem | undefined {
  const entry = partOf(document, 'leeway')
  const found = typeof entry?.value === 'string' ? entry.value : undefined
  if (found === FORMAT_VERSION) return undefined
  return problem('FORMAT_VERSION', {
    at: { kind: 'document', pointer: entry === undefined ? prefix : `${prefix}/leeway` },
    message:
      entry === undefined ? 'the file does not say that it is a Leeway file' : 'this format is not known',
    found,
    expected: `leeway: ${FORMAT_VERSION}`,
    suggestion: `start the file with the line leeway: ${FORMAT_VERSION}`,
  })
}

/** The formula itself, or the one in the file that is named in its place; nothing where there is none. */
async function readFormula(
  file: ScenarioFile,
  { path, prefix, resolving }: { path: string; prefix: string; resolving: Resolving },
): Promise<FormulaDefinition | undefined> {
  if (typeof file.formula !== 'string') return file.formula
  const { files, sourceMap, problems } = resolving
  const pointer = `${prefix}/formula`
  const shown = besideOf(path, file.formula)
  const text = await readFileText(files, {
    path: file.formula,
    beside: path,
    at: { kind: 'document', pointer },
  })
  const document = text.kind === 'done' ? readDocument(text.value, shown) : text
  if (document.kind === 'failed') {
    problems.push(...document.problems)
    return undefined
  }
  const place = { kind: 'file', file: shown, line: 1, column: 1 } as const
  const version = versionProblem(document.value, '')
  const formula = partOf(document.value, 'formula')
  if (version !== undefined || formula === undefined) {
    const missing = problem('FORMULA_MISSING', {
      at: place,
      message: 'the file has no formula',
      expected: 'formula: …',
    })
    problems.push(version === undefined ? missing : { ...version, at: place })
    return undefined
  }
  sourceMap.addDocument(pointer, formula)
  return takeValid(validate(formulaSchema, formula, pointer), problems)
}

/**
 * Lines and adjustments move when others come or go, and changed parameters stand elsewhere: each keeps the
 * place where it was written.
 */
function aliasParts(
  changed: FormulaDefinition,
  origins: ReadonlyMap<object, string>,
  { definition, sourceMap }: { definition: FormulaDefinition | undefined; sourceMap: SourceMap },
): void {
  const moved = new Map(origins)
  for (const part of ['lines', 'adjustments'] as const) {
    for (const [i, item] of (definition?.[part] ?? []).entries()) {
      if (!moved.has(item)) moved.set(item, sourceMap.aliasOf(`/formula/${part}/${i}`))
    }
  }
  for (const part of ['lines', 'adjustments'] as const) {
    for (const [i, item] of (changed[part] ?? []).entries()) {
      const origin = moved.get(item)
      if (origin !== undefined) sourceMap.addAlias(`/formula/${part}/${i}`, origin)
    }
  }
  for (const leaf of leavesOf(changed.parameters ?? {}, '/formula/parameters', '')) {
    const origin = origins.get(leaf.definition)
    if (origin === undefined) continue
    sourceMap.addAlias(leaf.pointer, origin)
    // What is wrong with the value is wrong with what it was set to.
    sourceMap.addAlias(`${leaf.pointer}/value`, `${origin}/to`)
  }
}

function takeValid<T>({ value, problems: found }: Validated<T>, problems: Problem[]): T | undefined {
  problems.push(...found)
  return value
}

function reportNoFormula(pointer: string, problems: Problem[]): void {
  const at = { kind: 'document', pointer } as const
  problems.push(
    problem('FORMULA_MISSING', { at, message: 'the file has no formula', expected: 'formula: … or base: …' }),
  )
}

interface PlacedScenarioChange {
  readonly change: ScenarioChange
  readonly pointer: string
}

const DATA_CHANGES = ['change_counts', 'drop_schools'] as const

function isDataChange(placed: PlacedScenarioChange): placed is PlacedDataChange {
  return DATA_CHANGES.some((field) => field in placed.change)
}

function isFormulaChange(placed: PlacedScenarioChange): placed is PlacedChange {
  return !isDataChange(placed)
}
