/**
 * Three schools with a base, two weights and a foundation: the story of a weight that is raised for the same money.
 * Parts that a test states come after the others.
 */
export function threeSchools(more = ''): string {
  return `leeway: 1
scenario: { id: adopted, name: Adopted formula }
formula:
  id: three-schools
  currency: USD
  year: { label: 2025-26, start: 2025-07-01, end: 2026-06-30 }
  needs:
    students: { unit: pupil }
    low_income: { unit: pupil }
    el: { unit: pupil }
    prior_total: { unit: money }
  pupils: students
  funds: [general]
  parameters:
    base: { value: "4500.00", unit: money/pupil, assumed: x }
    weight:
      low_income: { value: "0.12", assumed: x }
      el: { value: "0.40", assumed: x }
    foundation: { value: "225000", unit: money, assumed: x }
  lines:
    - { id: base, amount: students * base, fund: general, flexibility: free }
    - { id: low_income, amount: low_income * base * weight.low_income, fund: general, flexibility: free }
    - { id: el, amount: el * base * weight.el, fund: general, flexibility: free }
    - { id: foundation, amount: foundation, fund: general, flexibility: purpose }
  balance: { parameter: base }
data:
  measures: { students: { basis: projection }, low_income: { basis: projection }, el: { basis: projection } }
  rows:
    - { id: A, students: 300, low_income: 240, el: 120, prior_total: "1920600" }
    - { id: B, students: 600, low_income: 150, el: 30, prior_total: "3060000" }
    - { id: C, students: 480, low_income: 430, el: 200, prior_total: "2977200" }
${more}`
}

/** A what-if on `adopted.yaml`, its changes as YAML or as values. */
export function whatIf(id: string, changes: readonly (string | object)[], budget = 'new-money'): string {
  const listed = changes.map((each) => `  - ${typeof each === 'string' ? each : JSON.stringify(each)}`)
  const list = listed.length === 0 ? '' : `changes:\n${listed.join('\n')}\n`
  return `leeway: 1\nscenario: { id: ${id}, budget: ${budget} }\nbase: adopted.yaml\n${list}`
}
