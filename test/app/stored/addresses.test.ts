import t from 'tap'
import { addressText, readAddress, readPinned } from '../../../src/app/stored/addresses.ts'

const ID = '0198c0de-0000-7000-8000-00000000000a'

t.test('an address says what is meant, by name or by id, and which version', async (t) => {
  const cases: Readonly<Record<string, [kind: string, nameOrId: string, version: number | undefined]>> = {
    'formulas/Weighted 2025-26@3': ['formula', 'Weighted 2025-26', 3],
    'datasets/Spring / final': ['dataset', 'Spring / final', undefined],
    'scenarios/me@school.example': ['scenario', 'me@school.example', undefined],
    'scenarios/a@2@5': ['scenario', 'a@2', 5],
    'datasets/@7': ['dataset', '', 7],
    [`datasets/${ID.toUpperCase()}@2147483647`]: ['dataset', ID, 2_147_483_647],
    'formulas/Scho\u0308n@1': ['formula', 'Schön', 1],
  }
  for (const [text, [kind, nameOrId, version]] of Object.entries(cases))
    t.strictSame(readAddress(text), nameOrId === '' ? undefined : { kind, nameOrId, version }, text)
})

t.test('what is no address is taken for a path', async (t) => {
  const none = [
    'schools.csv',
    './datasets/x',
    'dataset/x',
    'datasets/',
    'formulas',
    '',
    'Datasets/x',
    'datasets/x@0',
  ]
  for (const text of [...none, 'datasets/x@2147483648', 'datasets/x@99999999999999999999'])
    t.equal(readAddress(text), undefined, text)
})

t.test('a kept address has an id and a version, and is read back as it was written', async (t) => {
  const address = { kind: 'scenario', id: ID, version: 12 } as const
  t.equal(addressText(address), `scenarios/${ID}@12`)
  t.strictSame(readPinned(addressText(address)), address)
  for (const text of [`scenarios/${ID}`, 'scenarios/Adopted@12', 'adopted.yaml'])
    t.equal(readPinned(text), undefined)
})
