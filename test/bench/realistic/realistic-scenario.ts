import { FLEXIBILITIES, LINE_FLEXIBILITIES } from './float-formula.ts'
import { type RealisticDistrict, realisticDistrict } from './realistic-district.ts'
import {
  BASE_CENTS,
  CONCENTRATION,
  FOUNDATION,
  GAIN_CAP,
  HOLD_HARMLESS,
  REMOTE,
  SMALL_SCHOOL,
  WEIGHTS,
} from './realistic-parameters.ts'
import { GRADES, GROUPS, LEVELS } from './realistic-schools.ts'

/** The values that the sweep gives two parameters: 40 × 25 variants. Each step is added to what the formula has. */
export const SWEEP = { base: { values: 40, stepCents: 325 }, lunch: { values: 25, stepUnits: 25 } }

/** The realistic formula as files for Leeway, by name; `sweep.yaml` varies `realistic.yaml` 1,000 times. */
export function realisticFiles(
  schools: number,
): Record<'schools.csv' | 'realistic.yaml' | 'sweep.yaml', string> {
  const district = realisticDistrict(schools)
  return {
    'schools.csv': schoolsCsv(district),
    'realistic.yaml': scenarioYaml(district),
    'sweep.yaml': sweepYaml(),
  }
}

/** Ids are numbers filled up to seven digits, so that schools stay in the order in which they were made. */
function schoolsCsv(district: RealisticDistrict): string {
  const { schools, levels, enrollment, miles, counts, priorCents } = district
  const names = ['id', 'level', 'enrollment', 'miles', 'prior_total', ...GRADES, ...Object.keys(GROUPS)]
  const rows = [names.join(',')]
  for (let i = 0; i < schools; i++) {
    const prior = `${Math.floor(priorCents[i] / 100)}.${String(priorCents[i] % 100).padStart(2, '0')}`
    const cells = [LEVELS[levels[i]], enrollment[i], miles[i], prior, ...counts.map((column) => column[i])]
    rows.push(`${String(i + 1).padStart(7, '0')},${cells.join(',')}`)
  }
  return `${rows.join('\n')}\n`
}

function scenarioYaml({ poolCents }: RealisticDistrict): string {
  const groups = Object.keys(GROUPS)
  return `leeway: 1
scenario: { id: realistic, name: Realistic formula, demonstration: true }
formula:
  id: realistic
  currency: USD
  year: { label: 2025-26, start: 2025-07-01, end: 2026-06-30 }
  units: [mile]
  needs:
    level: { kind: text, one_of: [${LEVELS.join(', ')}] }
    enrollment: { unit: pupil }
    miles: { unit: mile }
    prior_total: { unit: money }
${[...GRADES, ...groups].map((name) => `    ${name}: { unit: pupil }`).join('\n')}
  pupils: enrollment
  funds: [general]
  parameters:
    base: { value: "${dollars(BASE_CENTS)}", unit: money/pupil, assumed: for the benchmark }
    weight:
${WEIGHTS.map(({ count, weight }) => `      ${count}: { value: "${weight}", assumed: for the benchmark }`).join('\n')}
      concentration: { value: "${CONCENTRATION.weight}", assumed: for the benchmark }
    concentrated: { value: "${CONCENTRATION.threshold}", assumed: for the benchmark }
    small_school: { kind: taper, unit: pupil -> money, value: ${points(SMALL_SCHOOL)}, assumed: for the benchmark }
    remote: { kind: taper, unit: mile -> money/pupil, value: ${points(REMOTE)}, assumed: for the benchmark }
    foundation:
      kind: table
      unit: text -> money
      value: { ${LEVELS.map((level) => `${level}: "${FOUNDATION[level]}"`).join(', ')} }
      assumed: for the benchmark
  measures:
    frl_share: { value: frl / enrollment, kind: ratio }
  lines:
${linesYaml()}
  adjustments:
    - { id: hold_harmless, kind: floor_change, against: prior_total, least: "${HOLD_HARMLESS}" }
    - { id: gain_cap, kind: cap_change, against: prior_total, most: "${GAIN_CAP}" }
    - { id: pool, kind: scale_to_pool, fund: general, total: "${dollars(poolCents)}", keep: [hold_harmless] }
data:
  file: schools.csv
  measures:
${['enrollment', ...GRADES, ...groups].map((name) => `    ${name}: { basis: projection, may_exceed_pupils: true }`).join('\n')}
`
}

function linesYaml(): string {
  const amounts = [
    ...WEIGHTS.map(({ count }) => ({ id: count, amount: `${count} * base * weight.${count}` })),
    {
      id: 'concentration',
      amount: `frl * base * weight.concentration * max(frl_share - concentrated, 0)`,
    },
    { id: 'small_school', amount: 'small_school(enrollment)' },
    { id: 'remote', amount: 'enrollment * remote(miles)' },
    { id: 'foundation', amount: 'foundation(level)' },
  ]
  return amounts
    .map(({ id, amount }, i) => {
      const flexibility = FLEXIBILITIES[LINE_FLEXIBILITIES[i]]
      return `    - { id: ${id}, amount: '${amount}', fund: general, flexibility: ${flexibility} }`
    })
    .join('\n')
}

function sweepYaml(): string {
  const { base, lunch } = SWEEP
  const lunchUnits = Math.round(WEIGHTS[GRADES.length].weight * 10_000)
  const weight = (steps: number): string => ((lunchUnits + steps * lunch.stepUnits) / 10_000).toFixed(4)
  return `leeway: 1
scenario: { id: sweep, name: A thousand variants, demonstration: true, budget: new-money }
base: realistic.yaml
vary:
  base: { from: "${dollars(BASE_CENTS)}", to: "${dollars(BASE_CENTS + (base.values - 1) * base.stepCents)}", step: "${dollars(base.stepCents)}" }
  weight.frl: { from: "${weight(0)}", to: "${weight(lunch.values - 1)}", step: "${(lunch.stepUnits / 10_000).toFixed(4)}" }
`
}

function points(taper: readonly (readonly [number, number])[]): string {
  return `[${taper.map(([at, value]) => `[${at}, "${value}"]`).join(', ')}]`
}

function dollars(cents: number): string {
  return `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`
}
