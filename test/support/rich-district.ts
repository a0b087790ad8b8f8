/** A small scenario that uses most of what a file can hold, written for people. */
export const richDistrict = `leeway: 1
scenario: { id: rich, name: Rich in everything, note: for the tests }
formula:
  id: wsf
  name: Weighted
  currency: USD
  year: { label: 2025-26, start: 2025-07-01, end: 2026-06-30 }
  units: [classroom, day]
  groups: { k5: [grade_k, grade_1] }
  needs:
    enrollment: { unit: pupil, meaning: students }
    grade_k: { unit: pupil }
    grade_1: { unit: pupil }
    frl: { unit: pupil, missing: "0" }
    level: { kind: text, one_of: [ES, HS] }
    charter: { kind: boolean }
    extra: { unit: money }
  funds:
    - general
    - { id: title1, label: Title I, restricted: true }
  pupils: enrollment
  parameters:
    base: { value: "4500.50", unit: money/pupil, source: budget book p. 12 }
    weight:
      frl: { value: "0.12", source: budget book p. 13 }
    rate: { kind: table, unit: text -> money, value: { ES: "1.50", HS: "2" }, assumed: x }
    small: { kind: taper, unit: pupil -> money, value: [[0, 1000.0], [100, 0]], assumed: x }
    dated: { unit: money, values: [{ from: 2020-07-01, value: "1", source: a }, { value: "2", from: 2024-07-01, source: b }] }
  measures:
    k: sum(k5)
    share: { value: frl / enrollment, kind: ratio, label: Share }
  lines:
    - { id: base, label: Base, amount: enrollment * base, fund: general, flexibility: free }
    - id: frl
      amount: frl * base * weight.frl
      when: not charter and share > 0.10
      fund: title1
      flexibility: purpose
      round: { step: 0.05, mode: up }
    - { id: small, amount: small(k) + rate(level) + dated, fund: general, flexibility: locked, round: 0 }
    - { id: extra, amount: extra, fund: general, flexibility: free, recurs: one-time }
  figures:
    - { id: all, amount: unrounded(line.base) + unrounded(line.frl), round: 0 }
  published:
    - { of: line.base, column: printed base, source: sheet p. 1 }
  pools:
    - { fund: general, amount: "300000.00", source: budget book p. 2 }
data:
  id: school_id
  name: school
  vintage: Spring
  source: the district
  measures:
    enrollment: { basis: projection, as_of: 2025-02-01, parts: [grade_k, grade_1] }
    extra: { may_be_negative: true }
  rows:
    - { school_id: "0042", school: Oak, enrollment: 30, grade_k: 10, grade_1: 20, frl: 12, level: ES, charter: false, extra: -12.50, printed base: "135015.00" }
    - { school_id: "0007", school: "José Martí", enrollment: 20, grade_k: 9, grade_1: 10, frl: "", level: HS, charter: true, extra: 0.10, printed base: "" }
controls:
  - { of: total, amount: "225000", tolerance: "1.0", source: x }
`

/** The rows of the same district as a CSV file. */
export const richCsv = `school_id,school,enrollment,grade_k,grade_1,frl,level,charter,extra,printed base
0042,Oak,30,10,20,12,ES,false,-12.50,135015.00
0007,José Martí,20,9,10,,HS,true,0.10,
`
