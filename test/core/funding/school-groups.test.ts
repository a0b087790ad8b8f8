import t from 'tap'
import { compareRuns } from '../../../src/core/funding/compare-runs.ts'
import { groupChanges } from '../../../src/core/funding/school-groups.ts'
import { fixedText } from '../../../src/core/numbers/decimal.ts'
import { whole } from '../../../src/core/numbers/rational.ts'
import { runFiles } from '../../support/scenario-files.ts'
import { smallDistrict } from '../../support/small-district.ts'

t.test('groups add up their schools, in the order stated, and those of no group come last', async (t) => {
  const run = async (base: string) => {
    const parameters = `parameters:\n  base: { value: "${base}", unit: money/pupil, assumed: x }`
    return (await runFiles([['district.yaml', smallDistrict({ parameters })]])).allocation
  }
  const { schools } = compareRuns(await run('100'), await run('110'))
  const groups = (groupOf: Readonly<Record<string, string>>, order: string[]): string[] =>
    groupChanges(schools, (id) => groupOf[id], order).map(
      ({ group, schools: count, total, perPupil }) =>
        `${group ?? 'none'} ${count} ${fixedText(total.change)} ${fixedText(total.percent ?? whole(0n))} ${fixedText(perPupil.change ?? whole(0n))}`,
    )
  t.strictSame(groups({ '1': 'ES', '2': 'HS' }, []), ['ES 1 100.00 10.00 10.00', 'HS 1 200.00 10.00 10.00'])
  t.strictSame(groups({ '1': 'ES', '2': 'HS' }, ['K8', 'HS', 'ES']), [
    'HS 1 200.00 10.00 10.00',
    'ES 1 100.00 10.00 10.00',
  ])
  t.strictSame(groups({ '2': 'HS' }, ['HS']), ['HS 1 200.00 10.00 10.00', 'none 1 100.00 10.00 10.00'])
  t.strictSame(groups({ '1': 'all', '2': 'all' }, []), ['all 2 300.00 10.00 10.00'])
})
