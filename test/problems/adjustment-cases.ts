import { type ProblemCase, wrong } from './problem-case.ts'

/** The two schools, 1,000 and 2,000 dollars, and Title I, adjusted in these steps. */
const adjusted = (...steps: readonly string[]) => ({
  funds: 'funds: [general, { id: title1, restricted: true }]',
  lines: `lines:
  - { id: base, amount: enrollment * base, fund: general, flexibility: free }
  - { id: title1, amount: frl * base, fund: title1, flexibility: purpose }
adjustments:
${steps.map((step) => `  - ${step}`).join('\n')}`,
})

/** What can be wrong with a district-wide step after the lines. */
export const adjustmentCases: readonly ProblemCase[] = [
  wrong(
    'a minimum over a misspelt line',
    adjusted('{ id: viable, kind: minimum, over: [▸bas], least: "1500" }'),
    ['ADJUSTMENT_TARGET', '▸', 'did you mean base?'],
  ),
  wrong(
    'a minimum that moves restricted money',
    adjusted('{ id: viable, kind: minimum, over: [base, ▸title1], least: "1500" }'),
    ['RESTRICTED_LINE', '▸', 'include: [{ line: title1, reason: "…" }]'],
  ),
  wrong(
    'a pool that scales what an earlier step gave into a restricted fund',
    adjusted(
      '{ id: aides, kind: distribute, total: "300", share: frl, fund: title1, flexibility: purpose }',
      '{ id: pool, kind: scale_to_pool, over: [base, ▸aides], total: "2500" }',
    ),
    ['RESTRICTED_LINE', '▸', 'include: [{ line: aides, reason: "…" }]'],
  ),
  wrong(
    'a reason for money that is not there',
    adjusted(
      '{ id: viable, kind: minimum, over: [base], least: "1500", include: [{ line: ▸title, reason: cut }] }',
    ),
    ['ADJUSTMENT_TARGET', '▸', 'did you mean title1?'],
  ),
  wrong(
    'a reason for money that the step does not act on',
    adjusted(
      '{ id: viable, kind: minimum, over: [base], least: "1500", include: [{ line: ▸title1, reason: cut }] }',
    ),
    ['ADJUSTMENT_TARGET', '▸', 'over: [base, title1]'],
  ),
  wrong(
    'a pool of one fund that scales money of another',
    adjusted('{ id: pool, kind: scale_to_pool, fund: general, over: [base, ▸title1], total: "2500" }'),
    [
      'ADJUSTMENT_FUND',
      '▸',
      'leave it out, and give the fund title1 a pool of its own if it is to be scaled',
    ],
  ),
  // Both schools keep at least what they have, 3,000 dollars together.
  wrong(
    'a pool too small for what everybody is promised',
    adjusted(
      '▸{ id: pool, kind: scale_to_pool, fund: general, total: "2500", least: "enrollment * base", over: [base] }',
    ),
    ['ADJUSTMENT_INFEASIBLE', '▸'],
  ),
  wrong(
    'a pool that is another one for each school',
    adjusted('{ id: pool, kind: scale_to_pool, fund: general, total: ▸enrollment * base, over: [base] }'),
    ['ADJUSTMENT_TOTAL', '▸'],
  ),
  // The small school is lifted to 1,500 dollars; the pool takes half of what is then there.
  wrong(
    'a pool that breaks an earlier minimum',
    adjusted(
      '{ id: viable, kind: minimum, over: [base], least: "1500" }',
      '▸{ id: pool, kind: scale_to_pool, fund: general, total: "1750", over: [base] }',
    ),
    ['ADJUSTMENT_BROKEN', '▸', 'keep: [viable]'],
  ),
]
