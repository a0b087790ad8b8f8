import t from 'tap'
import { comparisonSchema } from '../../src/contract/report/comparison-schema.ts'
import { sweepResultSchema } from '../../src/contract/report/sweep-schema.ts'
import { inFolder } from '../support/in-folder.ts'
import { smallDistrict } from '../support/small-district.ts'

/** Students and students in poverty of five schools: two have the same share, one has no students. */
const counts = [
  ['A', 400, 200],
  ['B', 100, 10],
  ['C', 250, 200],
  ['D', 50, 25],
  ['E', 200, 60],
  ['F', 0, 0],
] as const

/** A district with these schools, and with what its formula counts as students. */
function district(
  base: string,
  { pupils = 'pupils: enrollment', more = '', rows = counts.map(rowOf) } = {},
): string {
  const parameters = `parameters:\n  base: { value: "${base}", unit: money/pupil, assumed: x }`
  const needs = 'needs: { enrollment: { unit: pupil }, frl: { unit: pupil } }'
  const measures = 'measures: { share: "round(frl / max(enrollment, 1), 6)" }'
  const of = 'measures: { enrollment: { basis: projection }, frl: { basis: projection } }'
  const data = `data:\n  ${of}\n  rows:\n${rows.join('')}`
  const scenario = `scenario: { id: at-${base} }`
  return `${smallDistrict({ scenario, needs, measures, parameters, pupils, data })}${more}`
}

function rowOf([id, enrollment, frl]: (typeof counts)[number]): string {
  return `    - { id: ${id}, enrollment: ${enrollment}, frl: ${frl} }\n`
}

const swept = (poverty: string): string =>
  district('100', { more: `vary: { base: ["100", "101"] }\nstatistics: { poverty: ${poverty} }\n` })

t.test('a comparison and a sweep put the same schools into the same quartiles of students', async (t) => {
  const files = { low: district('100'), high: district('101') }
  for (const measure of ['frl', 'share', 'enrollment']) {
    const compared = await inFolder(t, files, [
      'compare',
      'low',
      'high',
      '--by',
      `quartile:${measure}`,
      '--format',
      'json',
    ])
    const { comparisons } = comparisonSchema.parse(JSON.parse(compared.out))
    const { quartiles, groups = [] } = comparisons[0]?.groups[0] ?? {}
    const sweeping = await inFolder(t, { swept: swept(measure) }, ['sweep', 'swept', '--format', 'json'])
    const { poverty, variants } = sweepResultSchema.parse(JSON.parse(sweeping.out))
    t.strictSame(
      groups.flatMap(({ group, schools, pupils }) =>
        group === null ? [] : [[group, schools, pupils.before]],
      ),
      (variants[0]?.quartiles ?? []).flatMap(({ schools, pupils }, i) =>
        schools === 0 ? [] : [[`Q${i + 1}`, schools, pupils]],
      ),
      measure,
    )
    t.strictSame(quartiles, { measure, perPupil: measure === 'frl' }, 'what the schools are in order of')
    t.equal(poverty?.perPupil, measure === 'frl')
    t.strictSame(poverty?.leftOut, ['F'])
  }
})

t.test('the page says that quartiles are of students, and what schools are in order of', async (t) => {
  const files = { low: district('100'), high: district('101') }
  const by = ['--by', 'quartile:frl', '--by', 'quartile:share']
  const { out } = await inFolder(t, files, ['compare', 'low', 'high', ...by])
  // B 0.1 and E 0.3, A and D 0.5, C 0.8: of 1,000 students, the middle ones are the 50th, 200th, 500th, 725th, 875th.
  t.match(
    out,
    `By quartile of students, schools in order of their share of frl, Q1 the lowest
quartile:frl    Schools  Students     Before      After  Change     %  Per student
Q1                    2       300  30,000.00  30,300.00  300.00  1.00         1.00
Q3                    2       450  45,000.00  45,450.00  450.00  1.00         1.00
Q4                    1       250  25,000.00  25,250.00  250.00  1.00         1.00
in no quartile        1         0       0.00       0.00    0.00     –            –
`,
  )
  t.match(out, '\nBy quartile of students, schools in order of share, Q1 the lowest\n')
})

t.test('a formula that counts no students has no quartiles of them, and says so', async (t) => {
  const none = { pupils: '' }
  const files = { low: district('100', none), high: district('101', none) }
  const compared = await inFolder(t, files, ['compare', 'low', 'high', '--by', 'quartile:frl'])
  t.equal(compared.code, 1)
  t.equal(compared.out, '')
  t.match(
    compared.err,
    /a quartile is a quarter of the students, and the formula counts none \[PUPILS_NOT_COUNTED\]/,
  )
  const more = 'vary: { base: ["100", "101"] }\nstatistics: { poverty: frl }\n'
  const sweeping = await inFolder(t, { swept: district('100', { ...none, more }) }, ['sweep', 'swept'])
  t.equal(sweeping.code, 1)
  t.match(sweeping.err, /swept:\d+:\d+: error: a quartile is .*\[PUPILS_NOT_COUNTED\]/)
})
