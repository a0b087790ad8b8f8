import t from 'tap'
import { PROBLEM_CODES } from '../../src/core/problems/codes.ts'
import { compareCodePoints } from '../../src/core/text/code-points.ts'
import { adjustmentCases } from './adjustment-cases.ts'
import { cellCases, tableCases } from './data-cases.ts'
import { fieldCases } from './field-cases.ts'
import { fileCases } from './file-cases.ts'
import { declarationCases, expressionCases } from './formula-cases.ts'
import { ledgerCases } from './ledger-cases.ts'
import { type ProblemCase, provoke } from './problem-case.ts'
import { runCases } from './run-cases.ts'
import { comparisonCases, sweepCases } from './several-run-cases.ts'
import { storedCases } from './stored-cases.ts'
import { whatIfCases } from './what-if-cases.ts'
import { workbookCases } from './workbook-cases.ts'

const parts: Readonly<Record<string, readonly ProblemCase[]>> = {
  'a file': fileCases,
  'its fields': fieldCases,
  'an expression': expressionCases,
  'a declaration': declarationCases,
  'a table of schools': tableCases,
  'a cell': cellCases,
  'a workbook': workbookCases,
  'a run': runCases,
  'an adjustment': adjustmentCases,
  'a what-if': whatIfCases,
  'a sweep': sweepCases,
  'a comparison': comparisonCases,
  'what is posted to be kept': storedCases,
  'the accounts of a ledger': ledgerCases,
}

for (const [part, cases] of Object.entries(parts)) {
  t.test(`what is wrong with ${part} is said, where it is, with what to do`, async (t) => {
    for (const each of cases) {
      const { expected, said } = await provoke(each)
      t.strictSame(said, expected, each.claim)
    }
  })
}

t.test('there is no problem in the catalogue that nobody can provoke', async (t) => {
  const provoked = Object.values(parts).flatMap((cases) =>
    cases.flatMap(({ says }) => says.map(([code]) => code)),
  )
  t.strictSame(
    [...new Set(provoked)].sort(compareCodePoints),
    Object.keys(PROBLEM_CODES).sort(compareCodePoints),
  )
})
