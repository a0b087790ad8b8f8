import t from 'tap'
import { compareCodePoints } from '../../src/core/text/code-points.ts'
import { cell, publishedRun, tally } from '../support/published-run.ts'
import { roundedRatio } from '../support/rounded-ratio.ts'
import { halfUp, product, scaled, unscaled } from '../support/scaled.ts'
import type { Row } from '../support/table-rows.ts'

const run = await publishedRun('brazil/fundeb-2024.yaml', 'brazil/fundeb-2024-networks.csv')

/** The 41 official weights by column, those alike together. */
const WEIGHTS: Readonly<Record<string, string>> = {
  '1.5': 'creche_full',
  '1.4': `pre_full basic_full high_full special_education special_support indigenous partner_special
    alternating_late_rural alternating_indigenous indigenous_creche indigenous_pre special_creche special_pre`,
  '1.3': `high_rural high_vocational technical_track high_concurrent alternating_high alternating_high_vocational
    alternating_technical_track alternating_high_concurrent vocational_high vocational_technical_track
    vocational_high_concurrent`,
  '1.25': 'creche_part high_urban',
  '1.2': `late_rural adult_vocational partner_creche_full partner_pre_full alternating_adult_vocational
    vocational_adult`,
  '1.15': 'pre_part early_rural',
  '1.1': 'late_urban',
  '1': 'early_urban adult partner_creche_part partner_pre_part alternating_adult',
}
const weights = Object.entries(WEIGHTS).flatMap(([weight, columns]) =>
  columns.split(/\s+/).map((column) => ({ column, weight: scaled(weight) })),
)

const ONE = scaled('1')
const complement = scaled('24153287047.35')
const LIFTED = ['AL', 'AM', 'BA', 'CE', 'MA', 'PA', 'PB', 'PE', 'PI', 'RJ']

const networks = run.rows.map((row) => ({
  row,
  id: cell(row, 'id'),
  state: cell(row, 'uf'),
  weighted: weightedPupils(row),
}))
const states = [...new Set(networks.map(({ state }) => state))].map((state) => {
  const own = networks.filter((network) => network.state === state)
  return {
    state,
    weighted: sum(own.map(({ weighted }) => weighted)),
    fund: sum(own.map(({ row }) => scaled(cell(row, 'published_state_share')))),
  }
})

t.test('5,595 networks share in 27 state funds by 41 weights', async (t) => {
  t.equal(run.rows.length, 5595)
  t.equal(run.result.schools.length, 5595)
  t.equal(states.length, 27)
  t.equal(new Set(weights.map(({ column }) => column)).size, 41)
  t.equal(weights.length, 41)
})

t.test(
  'the federal complement is 10 % of the official sum of the funds, and 19 % is the whole of it',
  async (t) => {
    t.equal(product(scaled('241532870473.50'), scaled('0.10')), complement)
    t.equal(unscaled(halfUp(product(scaled('241532870473.50'), scaled('0.19')), 2)), '45891245389.97')
    t.equal(
      unscaled(sum(states.map(({ fund }) => fund))),
      '241532870473.74',
      '24 centavos above the official sum',
    )
  },
)

t.test('lifted from the bottom, the lowest states come to the official minimum, 5,361.43', async (t) => {
  const { level, lifted } = lift()
  t.equal(unscaled(level), '5361.429574033774')
  t.equal(unscaled(halfUp(level, 2)), '5361.43')
  t.strictSame(lifted.toSorted(compareCodePoints), LIFTED)
})

t.test('the run finds that minimum, from whole centavos at every network', async (t) => {
  t.equal(run.result.adjustments.length, 1)
  const { total, schools, levels } = run.result.adjustments[0] ?? {}
  t.strictSame(levels, [{ pool: '', level: '5361.429574027' }])
  t.equal(unscaled(halfUp(scaled('5361.429574027'), 5)), '5361.42957')
  t.equal(total, '24153287047.35')
  t.equal(schools, networks.filter(({ state }) => LIFTED.includes(state)).length)
  t.equal(schools, 1859)
})

t.test('every network of a lifted state comes to 5,361.43, and no other to less', async (t) => {
  const [inLifted, others] = [true, false].map((isLifted) =>
    networks.filter(({ state }) => LIFTED.includes(state) === isLifted),
  )
  const perPupil = (id: string): string => run.amount(id, 'figure.per_weighted_pupil')
  t.strictSame([...new Set((inLifted ?? []).map(({ id }) => perPupil(id)))].slice(0, 12), ['5361.43'])
  t.strictSame(firstIds((others ?? []).filter(({ id }) => scaled(perPupil(id)) <= scaled('5361.43'))), [])
  t.strictSame(
    firstIds((others ?? []).filter(({ id }) => run.amount(id, 'line.complement.union.free') !== '0.00')),
    [],
  )
})

t.test(
  'each state gets the complement that the minimum costs it, but for the rounding of its networks',
  async (t) => {
    const { level } = lift()
    for (const { state, weighted, fund } of states) {
      const given = sum(
        networks
          .filter((network) => network.state === state)
          .map(({ id }) => scaled(run.amount(id, 'line.complement.union.free'))),
      )
      const due = LIFTED.includes(state) ? (level * weighted) / ONE - fund : 0n
      const off = given > due ? given - due : due - given
      t.ok(off < scaled('0.16'), `${state} ${unscaled(given)}`)
    }
    t.equal(run.result.total, '265686157520.91')
    t.equal(unscaled(scaled('241532870473.56') + complement), '265686157520.91')
  },
)

t.test(
  "a network's share is its weighted pupils over its state's, to twelve places, of the fund",
  async (t) => {
    const byState = new Map(states.map((state) => [state.state, state]))
    const wrong = networks.filter(({ id, state, weighted }) => {
      const { weighted: all, fund } = byState.get(state) ?? { weighted: ONE, fund: 0n }
      const share = roundedRatio(roundedRatio(weighted, all, 12) * fund, ONE * ONE, 2)
      return scaled(run.amount(id, 'line.state_share')) !== share
    })
    t.strictSame(firstIds(wrong), [])
  },
)

t.test(
  '5,506 of 5,595 published shares come out; 70 are a centavo off, 19 state governments more',
  async (t) => {
    const { equal, compared, differences } = tally(
      run,
      'figure.state_share_as_printed',
      'published_state_share',
    )
    t.strictSame({ equal, compared }, { equal: 5506, compared: 5595 })
    const off = differences.map((each) => each.split(' ') as [string, string])
    const more = off.filter(([, amount]) => !['0.01', '-0.01'].includes(amount))
    t.equal(off.length - more.length, 70)
    t.strictSame(
      more
        .map((each) => each.join(' '))
        .toSorted(compareCodePoints)
        .slice(0, 30),
      `13 0.06, 14 -0.02, 16 0.02, 17 0.02, 21 0.02, 22 0.06, 23 -0.04, 25 -0.04, 26 -0.03, 28 0.02, 29 -0.04, 31 -0.04,
      33 -0.02, 35 0.16, 41 -0.17, 43 -0.07, 50 0.04, 51 -0.02, 52 -0.04`.split(/,\s+/),
    )
    const [published] = run.result.published
    t.strictSame(
      { equal: published?.equal, compared: published?.compared, most: published?.greatestDifference },
      { equal: 5506, compared: 5595, most: '0.17' },
    )
  },
)

t.test('the control totals tie out', async (t) => {
  t.strictSame(
    run.result.controls.map(({ of, difference, holds }) => `${of} ${difference} ${holds}`),
    ['fund.state 0.06 true', 'fund.union 0.00 true'],
  )
})

function weightedPupils(row: Row): bigint {
  const raw = sum(weights.map(({ column, weight }) => product(scaled(cell(row, column)), weight)))
  return product(raw, scaled(cell(row, 'nse')))
}

/** State by state from the lowest fund per weighted pupil: what the complement lifts them to, and whom. */
function lift(): { level: bigint; lifted: string[] } {
  const lowestFirst = states.toSorted((a, b) => {
    const order = a.fund * b.weighted - b.fund * a.weighted
    return order < 0n ? -1 : 1
  })
  let [fund, weighted] = [complement, 0n]
  const lifted: string[] = []
  for (const state of lowestFirst) {
    const isAbove = weighted > 0n && state.fund * weighted >= fund * state.weighted
    if (isAbove) break
    fund += state.fund
    weighted += state.weighted
    lifted.push(state.state)
  }
  return { level: roundedRatio(fund, weighted, 12), lifted }
}

/** Enough to see which, where a fault would name thousands. */
function firstIds(of: readonly { id: string }[]): string[] {
  return of.slice(0, 12).map(({ id }) => id)
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((so, each) => so + each, 0n)
}
