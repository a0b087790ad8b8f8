import { type Problem, problem } from '../problems/problem.ts'
import { listed } from '../text/listed.ts'
import { nearest } from '../text/nearest.ts'
import type {
  FormulaDefinition,
  ParameterDefinition,
  ParameterTree,
  ParameterValueDefinition,
  ProvenanceDefinition,
  TableDefinition,
} from './definition.ts'
import { isLeaf, leavesOf } from './read-parameters.ts'

export interface ParameterChange {
  /** Place of the change, and the field of it that names the parameter. */
  readonly pointer: string
  readonly field: string
  readonly provenance: ProvenanceDefinition
  readonly problems: Problem[]
  readonly origins: Map<object, string>
  /** The new text of a number. */
  readonly to: (text: string) => string
}

/**
 * Changes every number of a parameter, or one entry of a table (`rate.ES`). The changed value holds from the
 * year's start on, and says where it comes from: assumed for the what-if unless the change says otherwise.
 */
export function changeParameter(
  definition: FormulaDefinition,
  name: string,
  change: ParameterChange,
): FormulaDefinition {
  const tree = definition.parameters ?? {}
  const leaves = leavesOf(tree, '', '')
  const leaf = leaves
    .filter((each) => name === each.name || name.startsWith(`${each.name}.`))
    .sort((a, b) => b.name.length - a.name.length)[0]
  const changed =
    leaf &&
    changedLeaf(leaf.definition, name.slice(leaf.name.length + 1), { ...change, year: definition.year.start })
  if (leaf === undefined || changed === undefined) {
    reportNone(
      name,
      leaves.map((each) => each.name),
      change,
    )
    return definition
  }
  change.origins.set(changed, change.pointer)
  return { ...definition, parameters: placed(tree, leaf.name.split('.'), changed) }
}

function changedLeaf(
  parameter: ParameterDefinition,
  entry: string,
  { to, provenance, year }: ParameterChange & { year: string },
): ParameterDefinition | undefined {
  const {
    value: own,
    values,
    from: _from,
    source: _source,
    derived: _derived,
    assumed: _assumed,
    ...rest
  } = parameter
  const dated = [...(own === undefined ? [] : [{ value: own, from: parameter.from }]), ...(values ?? [])]
  const inForce = dated.filter(({ from }) => from === undefined || from <= year)
  const latest = inForce.toSorted((a, b) => ((a.from ?? '') < (b.from ?? '') ? -1 : 1)).at(-1)
  const value = latest && changedValue(latest.value, entry === '' ? [] : entry.split('.'), to)
  const { source, derived, assumed } = provenance
  const origin = source ?? derived ?? assumed
  if (value === undefined) return undefined
  return {
    ...rest,
    value,
    ...(origin === undefined
      ? { assumed: 'for this what-if' }
      : {
          ...(source !== undefined && { source }),
          ...(derived !== undefined && { derived }),
          ...(assumed !== undefined && { assumed }),
        }),
  }
}

function changedValue(
  value: ParameterValueDefinition | TableDefinition,
  path: readonly string[],
  to: (text: string) => string,
): ParameterValueDefinition | undefined {
  if (typeof value === 'string') return path.length === 0 ? to(value) : undefined
  if (Array.isArray(value)) {
    const pairs: readonly (readonly string[])[] = value
    return path.length > 0 ? undefined : pairs.map(([x = '', y = '']) => [x, to(y)])
  }
  const table = value as TableDefinition
  const [key, ...deeper] = path
  if (key !== undefined && !Object.hasOwn(table, key)) return undefined
  const entries = Object.entries(table).map(([name, entry]) => {
    const isMeant = key === undefined || name === key
    return [name, isMeant ? changedValue(entry, deeper, to) : entry] as const
  })
  if (entries.some(([, entry]) => entry === undefined)) return undefined
  return Object.fromEntries(entries) as TableDefinition
}

function placed(tree: ParameterTree, path: readonly string[], leaf: ParameterDefinition): ParameterTree {
  const [key = '', ...deeper] = path
  const inside = tree[key]
  if (deeper.length === 0 || inside === undefined || isLeaf(inside)) return { ...tree, [key]: leaf }
  return { ...tree, [key]: placed(inside, deeper, leaf) }
}

function reportNone(
  name: string,
  names: readonly string[],
  { pointer, field, problems }: ParameterChange,
): void {
  const meant = nearest(name, names)
  problems.push(
    problem('CHANGE_TARGET', {
      at: { kind: 'document', pointer: `${pointer}/${field}` },
      message: `no parameter of the base is called "${name}"`,
      found: name,
      expected: listed(names),
      suggestion: meant === undefined ? undefined : `did you mean ${meant}?`,
    }),
  )
}
