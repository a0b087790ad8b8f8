import t from 'tap'
import { ROLES } from '../../src/contract/api/roles.ts'
import type { WireProblem } from '../../src/contract/api/wire-problem.ts'
import { seenProblems, seenRefusal } from '../../src/office/seen-problems.ts'

const cell = (school: string): WireProblem => ({
  code: 'CELL_MISSING',
  severity: 'error',
  message: `students is empty at school ${school}`,
  where: {
    file: 'dataset.csv',
    line: 2,
    school,
    excerpt: { text: '{"id":"s1"},{"id":"s2","students":"977"}', from: 0, to: 5 },
  },
})
const bound: WireProblem = {
  code: 'ADJUSTMENT_INFEASIBLE',
  severity: 'error',
  message: 'pool cannot keep floor: at s2 it is missed by 977.00',
  found: 's2, s3',
  where: { pointer: '/formula/adjustments/1' },
}
const empty: WireProblem = {
  code: 'PUPILS_ZERO',
  severity: 'warning',
  message: '2 schools have no pupils',
  found: 's1, s2',
  where: { dataset: 'now', school: 's1' },
}
const target: WireProblem = {
  code: 'CHANGE_TARGET',
  severity: 'error',
  message: 'there is no column studnets',
  suggestion: 'did you mean students?',
  where: {
    file: 'scenario.json',
    line: 1,
    pointer: '/changes/0',
    excerpt: { text: '{"change_counts"', from: 1, to: 3 },
  },
}
const all = [cell('s1'), cell('s2'), cell('s3'), bound, empty, target]

t.test('who sees all schools sees every problem as it is', (t) => {
  for (const role of ['finance', 'analyst', 'viewer', 'system'] as const)
    t.equal(seenProblems(all, { role, schools: [] }), all)
  t.end()
})

t.test(
  'who has some schools sees theirs, those of the document, and once of what kind the others are',
  (t) => {
    const { excerpt: _, ...place } = cell('s1').where
    const suggestion = 'it is about data that you may not see: ask finance'
    const hidden = (code: string, severity: string, message: string) => ({
      code,
      severity,
      message,
      suggestion,
      where: {},
    })
    for (const role of ROLES.slice(3)) {
      const seen = seenProblems(all, { role, schools: ['s1'] })
      t.strictSame(seen, [
        { ...cell('s1'), where: place },
        hidden('CELL_MISSING', 'error', 'A cell that the formula needs is empty.'),
        hidden('ADJUSTMENT_INFEASIBLE', 'error', 'An adjustment cannot meet its total within its bounds.'),
        hidden('PUPILS_ZERO', 'warning', 'A school has no pupils, so there is no amount per pupil.'),
        target,
      ])
      t.notMatch(JSON.stringify(seen), /977|s2|s3/)
    }
    t.end()
  },
)

t.test('who has no school at all sees none of any', (t) => {
  const refusal = { kind: 'refused', type: 'input', detail: 'Mend it.', problems: all } as const
  const { problems = [], ...rest } = seenRefusal(refusal, { role: 'supervisor', schools: [] })
  t.strictSame(rest, { kind: 'refused', type: 'input', detail: 'Mend it.' })
  t.notMatch(JSON.stringify(problems), /977|s1|s2|s3/)
  const { problems: __, ...without } = refusal
  t.equal(seenRefusal(without, { role: 'supervisor', schools: [] }), without)
  t.end()
})
