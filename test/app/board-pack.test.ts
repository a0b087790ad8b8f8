import t from 'tap'
import { boardPack, boardSource, schoolSheets, unknownSchools } from '../../src/app/board-pack.ts'
import { runScenario } from '../../src/app/run-scenario.ts'
import { packOf } from '../support/board-pack.ts'
import { memoryFiles } from '../support/memory-files.ts'
import { adopted, whatIfFiles } from '../support/weight-what-ifs.ts'

const goOn = async (): Promise<boolean> => true
const wish = { against: 'adopted.yaml', date: undefined, step: goOn }

t.test('a run that is at hand is printed as its file is', async (t) => {
  const { source, words, sheets } = await packOf(whatIfFiles, {
    file: 'weight.yaml',
    against: 'adopted.yaml',
  })
  const { run } = await runScenario('weight.yaml', memoryFiles(whatIfFiles))
  if (run === undefined) throw new Error('the scenario runs')
  const own = boardSource(run, source.before, undefined)
  t.strictSame(own.district, { schools: 3, pupils: '1380', perPupil: '5766.52' })
  const isAsked = (id: string): boolean => id !== 'B'
  const printed = [...schoolSheets(run, own, { wording: words, isAsked })]
  t.strictSame(
    printed.map(({ pages }) => JSON.stringify(pages, withoutBigints)),
    sheets.filter(({ id }) => id !== 'B').map(({ pages }) => JSON.stringify(pages, withoutBigints)),
  )
})

t.test('every school that is not there is told at once, with the one that may be meant', async (t) => {
  const { run } = await packOf(whatIfFiles, { file: 'weight.yaml' })
  t.strictSame(
    unknownSchools(run, ['A', 'a', 'X']).map(({ code, found }) => [code, found]),
    [
      ['SCHOOL_UNKNOWN', 'a'],
      ['SCHOOL_UNKNOWN', 'X'],
    ],
  )
})

t.test('a pack is whole or there is none: what is amiss with either run is told', async (t) => {
  const files = {
    ...whatIfFiles,
    'broken.yaml': adopted.replace('students * base', 'students * bass'),
    'reais.yaml': adopted.replace('USD', 'BRL'),
  }
  const codesOf = async (file: string, against: string | undefined) => {
    const { source, run, problems } = await boardPack(file, memoryFiles(files), { ...wish, against })
    t.strictSame([source, run], [undefined, undefined])
    return problems.filter(({ severity }) => severity === 'error').map(({ code }) => code)
  }
  t.strictSame(await codesOf('broken.yaml', undefined), ['NAME_UNKNOWN'])
  t.strictSame(await codesOf('weight.yaml', 'broken.yaml'), ['NAME_UNKNOWN'])
  t.strictSame(await codesOf('weight.yaml', 'reais.yaml'), ['COMPARE_CURRENCY'])
})

t.test('splitting the change can be stopped', async (t) => {
  const stop = { ...wish, step: async () => false }
  const { isStopped, source } = await boardPack('weight.yaml', memoryFiles(whatIfFiles), stop)
  t.strictSame([isStopped, source], [true, undefined])
})

function withoutBigints(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}` : value
}
