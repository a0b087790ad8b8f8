import type { DocumentPlace } from './id-positions.ts'
import { BASIS } from './whole-formula.ts'

const HEAD = { leeway: '1', scenario: { id: 'tried' } } as const

/** Documents that name something kept, at each place where a document can, by id and by name. */
export function addressedDocuments(own: {
  readonly dataset: string
  readonly formula: string
}): DocumentPlace[] {
  const formula = `formulas/${own.formula}@1`
  const data = { file: `datasets/${own.dataset}@1`, measures: BASIS }
  const earlier = (sent: string) => ({ ...HEAD, formula, data: { now: data, prior: { earlier: sent } } })
  const file = (sent: string) => ({ ...HEAD, formula, data: { now: data, prior: { file: sent } } })
  return [
    { name: '/base by id', kind: 'scenario', document: (sent) => ({ ...HEAD, base: `scenarios/${sent}@1` }) },
    { name: '/base of now', kind: 'scenario', document: (sent) => ({ ...HEAD, base: `scenarios/${sent}` }) },
    { name: '/base by name', kind: 'name', document: (sent) => ({ ...HEAD, base: `scenarios/${sent}@1` }) },
    {
      name: '/formula by id',
      kind: 'formula',
      document: (sent) => ({ ...HEAD, formula: `formulas/${sent}@1`, data }),
    },
    {
      name: '/formula by name',
      kind: 'name',
      document: (sent) => ({ ...HEAD, formula: `formulas/${sent}`, data }),
    },
    {
      name: '/data by id',
      kind: 'dataset',
      document: (sent) => ({ ...HEAD, formula, data: `datasets/${sent}@1` }),
    },
    {
      name: '/data by name',
      kind: 'name',
      document: (sent) => ({ ...HEAD, formula, data: `datasets/${sent}` }),
    },
    { name: '/data/prior/file', kind: 'dataset', document: (sent) => file(`datasets/${sent}@1`) },
    { name: '/data/prior/earlier', kind: 'scenario', document: (sent) => earlier(`scenarios/${sent}@1`) },
  ]
}
