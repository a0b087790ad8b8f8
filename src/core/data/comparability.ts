import { compareCodePoints } from '../text/code-points.ts'
import type { Dataset } from './dataset.ts'

/** What a measure's numbers rest on; where two runs differ in it, a change may be one of counting. */
const FOOTINGS = ['basis', 'as_of', 'includes', 'instrument'] as const
export type Footing = (typeof FOOTINGS)[number] | 'vintage'

/** A dataset, or measures of it, that two runs have on different footings; missing where a run does not say. */
export interface FootingDifference {
  readonly dataset: string
  readonly footing: Footing
  readonly before?: string
  readonly after?: string
  /** The measures concerned, by name; none where the whole dataset is. */
  readonly measures: readonly string[]
}

type Datasets = ReadonlyMap<string, Dataset>

/** Finds what two runs read of the same name and do not count the same way. */
export function footingDifferences(before: Datasets, after: Datasets): FootingDifference[] {
  const names = [...before.keys()].filter((name) => after.has(name)).sort(compareCodePoints)
  return names.flatMap((name) => {
    const [old, now] = [before.get(name), after.get(name)]
    return old === undefined || now === undefined ? [] : [...vintages(old, now), ...measures(old, now)]
  })
}

function vintages(before: Dataset, after: Dataset): FootingDifference[] {
  if (before.vintage === after.vintage) return []
  return [difference(before.name, 'vintage', { from: before.vintage, to: after.vintage, measures: [] })]
}

function measures(before: Dataset, after: Dataset): FootingDifference[] {
  const found = new Map<string, FootingDifference>()
  const shared = [...before.columns.keys()].filter((name) => after.columns.has(name)).sort(compareCodePoints)
  for (const footing of FOOTINGS) {
    for (const name of shared) {
      const [from, to] = [before, after].map(({ columns }) => columns.get(name)?.mapping[footing])
      if (from === to) continue
      const key = JSON.stringify([footing, from, to])
      const others = found.get(key)?.measures ?? []
      found.set(key, difference(before.name, footing, { from, to, measures: [...others, name] }))
    }
  }
  return [...found.values()]
}

function difference(
  dataset: string,
  footing: Footing,
  { from, to, measures: names }: { from?: string | undefined; to?: string | undefined; measures: string[] },
): FootingDifference {
  const stated = { ...(from !== undefined && { before: from }), ...(to !== undefined && { after: to }) }
  return { dataset, footing, ...stated, measures: names }
}
