/** What the committed what-ifs do on the demonstration, on districts of three schools: hundreds of times as fast. */
export const smallWhatIfs: Readonly<Record<string, string>> = {
  'scenarios/mechanisms/changed.yaml': `leeway: 1
scenario: { id: changed, name: Changed, budget: new-money }
base: 23-hold-harmless.yaml
changes:
  - { set: base, to: "9100", source: "board minutes, p. 3" }
  - { scale: base, by: "1.02", places: 2 }
  - add_line: { id: extra, amount: "round(enrollment * base / 7, 2)", fund: general, flexibility: purpose }
  - { change_counts: enrollment, add: { "1": "12", "2": "-3" }, note: the fall count }
  - { drop_schools: ["3"] }
  - add_adjustment: { id: least, kind: minimum, over: [extra], least: "200000" }
  - { order_adjustments: [least, stabilization] }
  - { restrict: enrollment > 100 }
`,
  'scenarios/mechanisms/solved.yaml': `leeway: 1
scenario: { id: solved, name: Solved, budget: neutral }
base: 02-additive-weights.yaml
changes:
  - { change_counts: enrollment, add: { "1": "10" } }
solve: { parameter: base, to: base, places: 2 }
`,
  'scenarios/mechanisms/varied.yaml': `leeway: 1
scenario: { id: varied, name: Varied, budget: new-money }
base: 01-grade-banded-weight.yaml
vary:
  base: { from: "4000", to: "4400", step: "200" }
statistics: { poverty: enrollment }
`,
  'scenarios/mechanisms/earlier.yaml': `leeway: 1
scenario: { id: next-year, name: Next year }
formula:
  id: next-year
  currency: USD
  year: { label: 2026-27, start: 2026-07-01, end: 2027-06-30 }
  needs:
    enrollment: { unit: pupil }
    level: { one_of: [ES, HS], missing: ES }
    last_total: { unit: money, dataset: prior }
  funds: [general, { id: grant, restricted: true }]
  pupils: enrollment
  groups: { all: [enrollment] }
  parameters:
    base: { value: "5000", unit: money/pupil, assumed: for this test }
    taper: { unit: pupil -> money, value: [[0, 90000], [400, 0]], assumed: for this test }
    by_level: { unit: text -> money, value: { ES: 1000, HS: 2000 }, assumed: for this test }
  measures:
    share: { kind: ratio, value: enrollment / total(enrollment) }
    lowest: round(quantile(round(share, 4), 0.25), 4)
  lines:
    - { id: base, amount: enrollment * base, fund: general, flexibility: free }
    - { id: small, amount: taper(enrollment), when: share > lowest, fund: general, flexibility: free }
    - { id: level, amount: by_level(level), fund: grant, flexibility: locked, round: 0 }
  adjustments:
    - { id: floor, kind: floor_change, over: [base, small], against: last_total, least: "-0.02", new_schools: exempt }
    - { id: pool, kind: scale_to_pool, fund: general, total: "5000000", keep: [floor] }
  figures:
    - { id: each, amount: line.base / enrollment, round: 2 }
data:
  now:
    measures: { enrollment: { basis: projection } }
    rows:
      - { id: "1", name: Oak, enrollment: 310, level: ES }
      - { id: "2", name: Elm, enrollment: 590, level: HS }
      - { id: "3", name: Ash, enrollment: 90 }
  prior: { earlier: 12-fixed-and-per-pupil.yaml, measures: { last_total: { column: total, unit: money } } }
controls:
  - { of: line.level, amount: "4000.00", source: by hand }
`,
}
