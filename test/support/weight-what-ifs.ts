/** Three schools, their formula, and two what-ifs about a weight, as files that name each other. */
export const adopted = `leeway: 1
scenario: { id: adopted, name: Adopted formula }
formula:
  id: three-schools
  currency: USD
  year: { label: 2025-26, start: 2025-07-01, end: 2026-06-30 }
  needs:
    students: { unit: pupil }
    low_income: { unit: pupil }
    el: { unit: pupil }
    level: { kind: text, one_of: [HS, ES] }
    prior_total: { unit: money }
  pupils: students
  funds: [general]
  parameters:
    base: { value: "4500.00", unit: money/pupil, assumed: for the tests }
    weight:
      low_income: { value: "0.12", assumed: for the tests }
      el: { value: "0.40", assumed: for the tests }
    foundation: { value: "225000", unit: money, assumed: for the tests }
  measures:
    poverty: { value: low_income / students, kind: ratio }
  lines:
    - { id: base, amount: students * base, fund: general, flexibility: free }
    - { id: low_income, amount: low_income * base * weight.low_income, fund: general, flexibility: free }
    - { id: el, amount: el * base * weight.el, fund: general, flexibility: free }
    - { id: foundation, amount: foundation, fund: general, flexibility: purpose }
  balance: { parameter: base }
data:
  vintage: spring
  measures:
    students: { basis: projection }
    low_income: { basis: projection, instrument: lunch forms }
    el: { basis: projection }
    charter: { kind: boolean }
  rows:
    - { id: A, name: Ash, students: 300, low_income: 240, el: 120, level: ES, charter: false, prior_total: "1920600" }
    - { id: B, name: Birch, students: 600, low_income: 150, el: 30, level: HS, charter: false, prior_total: "3060000" }
    - { id: C, name: Cedar, students: 480, low_income: 430, el: 200, level: ES, charter: true, prior_total: "2977200" }
`

/** The weight for low income from 0.12 to 0.20, for the same money: a base of $4,324.70, and $5.20 left. */
const weight = `leeway: 1
scenario: { id: weight, name: Weight 0.20, budget: neutral }
base: adopted.yaml
changes:
  - { set: weight.low_income, to: "0.20" }
`

/** The same with no school losing more than 1.5 %, scaled to the cent. */
const landing = `leeway: 1
scenario: { id: landing, name: Soft landing, budget: neutral }
base: weight.yaml
changes:
  - add_adjustment:
      { id: floor, kind: floor_change, over: [base, low_income, el, foundation], against: prior_total, least: "-0.015" }
  - add_adjustment:
      { id: pool, kind: scale_to_pool, fund: general, total: "7957800", protect: [foundation], keep: [floor] }
`

export const whatIfFiles = {
  'adopted.yaml': adopted,
  'weight.yaml': weight,
  'landing.yaml': landing,
} as const

/** The first two of them with the schools that stored districts have. */
export const threeSchoolFiles = {
  'adopted.yaml': ['A', 'B', 'C'].reduce(
    (text, id, i) => text.replace(`{ id: ${id}, `, `{ id: s${i + 1}, `),
    adopted,
  ),
  'weight.yaml': weight,
} as const
