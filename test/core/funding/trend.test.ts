import fc from 'fast-check'
import t from 'tap'
import { loadScenario } from '../../../src/app/load-scenario.ts'
import { type Course, followParameter } from '../../../src/core/funding/trend.ts'
import { compare, type Rational, zero } from '../../../src/core/numbers/rational.ts'
import { memoryFiles } from '../../support/memory-files.ts'
import { anyOneParameter, type OneParameter, oneParameterCase, sampled } from '../../support/one-parameter.ts'
import { fails, holds } from '../../support/property.ts'
import { caseText } from '../../support/small-case.ts'

t.test('an amount moves as it is said to, and never has another sign, at every school', async (t) => {
  const claimed: Record<string, number> = {}
  await holds(
    t,
    fc.asyncProperty(anyOneParameter, async (given) => {
      const { course, samples } = await followed(given)
      claimed[course.trend] = (claimed[course.trend] ?? 0) + 1
      return samples.every((values) => isTrue(course, values))
    }),
    { runs: 500 },
  )
  for (const trend of ['constant', 'rises', 'falls'] as const)
    t.ok((claimed[trend] ?? 0) > 10, `${claimed[trend]} times ${trend}`)
})

t.test('a claim that is turned round is found out', async (t) => {
  const turned = { constant: 'constant', rises: 'falls', falls: 'rises', unknown: 'unknown' } as const
  await fails(
    t,
    fc.asyncProperty(anyOneParameter, async (given) => {
      const { course, samples } = await followed(given)
      return samples.every((values) => isTrue({ ...course, trend: turned[course.trend] }, values))
    }),
    { runs: 300 },
  )
})

t.test('a power of something negative is known for what it is', async (t) => {
  const courses: Readonly<Record<string, Course>> = {
    'pow(minus, 2)': { trend: 'constant', sign: 'zero-or-more' },
    'pow(minus, 3)': { trend: 'constant', sign: 'zero-or-less' },
    'pow(mixed, 2)': { trend: 'constant', sign: 'zero-or-more' },
    'pow(down * p, 0)': { trend: 'constant', sign: 'zero-or-more' },
    'pow(minus * p, 2)': { trend: 'rises', sign: 'zero-or-more' },
    'pow(minus * p, 3)': { trend: 'falls', sign: 'zero-or-less' },
    'pow(p - 2, 2)': { trend: 'unknown', sign: 'zero-or-more' },
    'pow(p - 2, 3)': { trend: 'rises', sign: 'any' },
    'p * pow(minus, 2)': { trend: 'rises', sign: 'zero-or-more' },
    'up - p * pow(minus, 2)': { trend: 'falls', sign: 'any' },
  }
  for (const [figure, course] of Object.entries(courses))
    t.strictSame((await followed({ ...plain, figure })).course, course, figure)
})

t.test('a rank is above zero, and so is a share of what is all below it', async (t) => {
  for (const figure of ['p * rank(down - 1)', 'p * share_of_total(down - 1)', 'p * count(down < 0)'])
    t.strictSame(
      (await followed({ ...plain, figure })).course,
      { trend: 'rises', sign: 'zero-or-more' },
      figure,
    )
})

t.test('what many measures use is followed once, and not once for each way to it', async (t) => {
  const chain = Array.from({ length: 60 }, (_, i) => [`m${i + 1}`, `m${i} + m${i}`])
  const measures = { m0: 'enrollment * p', ...Object.fromEntries(chain) }
  const text = caseText({ parameters: { p: { value: '1' } }, measures, figures: { last: 'm60' } })
  const { scenario } = await loadScenario('case.yaml', memoryFiles({ 'case.yaml': text }), async () =>
    Promise.resolve(undefined),
  )
  const [last] = scenario?.formula.figures ?? []
  if (scenario?.data === undefined || last === undefined) throw new Error('the chain was to be loaded')
  const { formula, data } = scenario
  const course = followParameter('p', { formula, data }).of(last.amount)
  t.strictSame(course, { trend: 'rises', sign: 'zero-or-more' })
})

const plain: OneParameter = { measure: 'p', line: 'p', when: 'level == "a"', figure: 'p' }

async function followed(given: OneParameter): Promise<{ course: Course; samples: Rational[][] }> {
  const { formula, data, amount } = await oneParameterCase(given)
  const course = followParameter('p', { formula, data }).of(amount)
  return { course, samples: sampled({ formula, data, amount }) }
}

function isTrue({ trend, sign }: Course, values: readonly Rational[]): boolean {
  const steps = values.slice(1).map((value, i) => compare(value, values[i] ?? zero))
  const moves = {
    constant: steps.every((step) => step === 0),
    rises: steps.every((step) => step >= 0),
    falls: steps.every((step) => step <= 0),
    unknown: true,
  }
  const sides = values.map((value) => compare(value, zero))
  const signs = {
    'zero-or-more': sides.every((side) => side >= 0),
    'zero-or-less': sides.every((side) => side <= 0),
    any: true,
  }
  return moves[trend] && signs[sign]
}
