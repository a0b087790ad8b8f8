import t from 'tap'
import { lines } from '../support/enormous-case.ts'
import { measuredLeeway } from '../support/measured-leeway.ts'
import { fromCsv, smallDistrict } from '../support/small-district.ts'

t.test('what a run takes is measured: a large district takes more of both than a small one', async (t) => {
  const folder = t.testdir({
    'small.yaml': smallDistrict(),
    'large.yaml': smallDistrict({ data: fromCsv }),
    'schools.csv': `id,enrollment,frl,level\n${lines(60_000, (i) => `s${100_000 + i},10,4,ES`)}`,
  })
  const small = await measuredLeeway(['run', 'small.yaml', '--format', 'csv'], folder)
  const large = await measuredLeeway(['run', 'large.yaml', '--format', 'csv'], folder)
  t.strictSame([small.code, large.code], [0, 0])
  t.ok(small.milliseconds > 50 && small.megabytes > 30, `${small.milliseconds} ms, ${small.megabytes} MB`)
  t.ok(large.milliseconds > small.milliseconds + 200, `${large.milliseconds} ms`)
  t.ok(large.megabytes > small.megabytes + 40, `${large.megabytes} MB`)
  t.equal(large.out.split('\n').length, 60_002)
  t.notMatch(large.err, 'measured')
})

t.test('a program that dies before it can be measured is noticed', async (t) => {
  await t.rejects(measuredLeeway(['run', 'nowhere.yaml'], t.testdirName.replace(/[^/]*$/, 'no-such-folder')))
})
