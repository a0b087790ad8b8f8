import type { CheckedFormula, ParameterValue, TableEntries } from '../../core/formula/checked.ts'
import { typeText } from '../../core/formula/types.ts'
import { unitText } from '../../core/formula/units.ts'
import type { RunData } from '../../core/funding/run-data.ts'
import { exactText } from '../../core/numbers/decimal.ts'
import { compareCodePoints } from '../../core/text/code-points.ts'
import type { RunResult } from './run-schema.ts'

/** Every parameter with its value and where that comes from, by name. */
export function parameterResults(formula: CheckedFormula): RunResult['parameters'] {
  return [...formula.parameters.values()]
    .map(({ name, unit, takes, value, from, provenance }) => ({
      name,
      unit: takes === undefined ? unitText(unit) : `${unitText(takes)} -> ${unitText(unit)}`,
      value: valueResult(value),
      ...(from !== undefined && { from }),
      provenance,
    }))
    .sort((a, b) => compareCodePoints(a.name, b.name))
}

function valueResult(value: ParameterValue): unknown {
  if (value.kind === 'number') return exactText(value.value)
  if (value.kind === 'table') return entriesResult(value.entries)
  return value.points.map((point) => point.map(exactText))
}

function entriesResult(entries: TableEntries): unknown {
  const sorted = [...entries].sort(([a], [b]) => compareCodePoints(a, b))
  return Object.fromEntries(
    sorted.map(([key, entry]) => [key, 'n' in entry ? exactText(entry) : entriesResult(entry)]),
  )
}

/** Every dataset with what its measures mean and are based on, by name. */
export function datasetResults({ datasets }: RunData): RunResult['datasets'] {
  const ordered = [...datasets.values()].sort((a, b) => compareCodePoints(a.name, b.name))
  return ordered.map(({ name, vintage, source, schools, columns }) => ({
    name,
    ...(vintage !== undefined && { vintage }),
    ...(source !== undefined && { source }),
    schools: schools.length,
    measures: [...columns.values()]
      .map(({ name: measure, type, mapping }) => ({
        name: measure,
        unit: typeText(type),
        ...(mapping.basis !== undefined && { basis: mapping.basis }),
        ...(mapping.as_of !== undefined && { asOf: mapping.as_of }),
        ...(mapping.includes !== undefined && { includes: mapping.includes }),
        ...(mapping.instrument !== undefined && { instrument: mapping.instrument }),
        ...(mapping.meaning !== undefined && { meaning: mapping.meaning }),
      }))
      .sort((a, b) => compareCodePoints(a.name, b.name)),
  }))
}

/** Which schools came, went and merged between each other dataset and this one. */
export function transitionResults({ datasets, schools }: RunData): RunResult['transitions'] {
  const now = new Set(schools.map(({ id }) => id))
  const others = [...datasets.values()].filter(({ name }) => name !== 'now')
  return others
    .sort((a, b) => compareCodePoints(a.name, b.name))
    .map((dataset) => {
      const then = new Set(dataset.schools.map(({ id }) => id))
      return {
        dataset: dataset.name,
        new: [...now].filter((id) => !then.has(id)),
        closed: [...then].filter((id) => !now.has(id)),
        merged: [...(dataset.merged ?? [])].map(([school, from]) => ({ school, from: [...from] })),
      }
    })
}
