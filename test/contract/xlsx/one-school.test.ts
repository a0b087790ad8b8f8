import t from 'tap'
import { runWorkbook } from '../../../src/contract/report/xlsx/run-workbook.ts'
import type { Workbook } from '../../../src/contract/report/xlsx/workbook.ts'
import { recalculated } from '../../support/recalculated.ts'
import { runFiles } from '../../support/scenario-files.ts'
import { schoolPage } from '../../support/school-page.ts'
import { smallDistrict } from '../../support/small-district.ts'

// Every number of the second school, and what its name stands for in a table, can be told from all others.
const district = {
  parameters: `parameters:
  base: { value: "100", unit: money/pupil, assumed: x }
  by_school: { kind: table, unit: text -> money, value: { Oak: "5", Elm: "777.77" }, assumed: x }`,
  needs: `needs:
  enrollment: { unit: pupil }
  frl: { unit: pupil }
  level: { kind: text }`,
  lines:
    'lines:\n  - { id: base, amount: enrollment * base + by_school(level) + total(frl) * base + frl * base, fund: general, flexibility: free }',
  data: `data:
  name: school
  measures: { enrollment: { basis: projection }, frl: { basis: projection } }
  rows:
    - { id: "1", school: Oak School, enrollment: 10, frl: 4, level: Oak }
    - { id: "2", school: Elm School, enrollment: 8765, frl: 4321, level: Elm }`,
}

const run = await runFiles([['district.yaml', smallDistrict(district)]])

t.test("a principal's workbook has the school's numbers, and what stands over all schools", async (t) => {
  const { value, sheets } = await schoolPage(district, { school: '1' })
  t.equal(value('enrollment'), 10)
  t.equal(value('total(frl)'), 4325)
  // 1,000 + 5 + 432,500 + 400.
  t.equal(value('base'), 433_905)
  t.strictSame(
    sheets.map(({ name }) => name),
    ['Summary', 'Schools', '1 Oak School', 'Parameters', 'Reproduce'],
  )
})

t.test("a principal's workbook names no other school, and has none of its numbers", async (t) => {
  const [whole, own] = [undefined, '1'].map((school) =>
    written(runWorkbook(run, { command: 'leeway run', school }).workbook),
  )
  for (const foreign of ['Elm', '8765', '4321', '777.77']) {
    t.match(whole, foreign, `${foreign} is in the workbook of all`)
    t.notMatch(own, foreign)
  }
  t.match(own, 'This file is of Oak School alone')
})

t.test("a principal's workbook comes to the same amounts as that of all schools", async (t) => {
  for (const school of ['1', '2']) t.strictSame(recalculated(run, { school }).differences, [], school)
})

t.test('warnings about other schools stay out of it', async (t) => {
  const data = district.data.replace('enrollment: 8765', 'enrollment: 0')
  const zero = await runFiles([['district.yaml', smallDistrict({ ...district, data })]])
  t.ok(zero.result.warnings.some(({ code, school }) => code === 'PUPILS_ZERO' && school === '2'))
  const [whole, own] = [undefined, '1'].map((school) =>
    written(runWorkbook(zero, { command: 'leeway run', school }).workbook),
  )
  t.match(whole, 'PUPILS_ZERO')
  t.notMatch(own, 'PUPILS_ZERO')
})

t.test('schools that a formula does not show have no sheet, and the whole run is told beside', async (t) => {
  const figures = 'restrict: enrollment < 100'
  const restricted = await runFiles([['district.yaml', smallDistrict({ ...district, figures })]])
  const { workbook } = runWorkbook(restricted, { command: 'leeway run' })
  t.equal(workbook.sheets.length, 5)
  // 433,905 at Oak; at Elm 876,500 + 777.77 + 432,500 + 432,100.
  t.match(written(workbook), '1 of 2 are shown')
  t.match(written(workbook), '2175782.77')
})

function written(workbook: Workbook): string {
  return JSON.stringify(workbook)
}
