import type { Allocation } from '../funding/allocate.ts'
import { isEnough } from '../problems/many-problems.ts'
import { type Problem, problem } from '../problems/problem.ts'
import { nearest } from '../text/nearest.ts'
import { type AccountRow, ANY } from './account-row.ts'

const NAMING = ['line', 'fund', 'school'] as const

/** What a run has that the rows of a table of accounts may name. */
export interface AccountNames {
  readonly known: Readonly<Record<(typeof NAMING)[number], ReadonlySet<string>>>
  /** The fund of each line. */
  readonly fundOf: ReadonlyMap<string, string>
}

export function accountNames({ lines, formula, schools }: Allocation): AccountNames {
  return {
    known: {
      line: new Set(lines.map(({ id }) => id)),
      fund: new Set(formula.funds.map(({ id }) => id)),
      school: new Set(schools.map(({ id }) => id)),
    },
    fundOf: new Map(lines.map(({ id, fund }) => [id, fund])),
  }
}

/** Adds what rows name that the run does not have. */
export function reviewNames(rows: readonly AccountRow[], names: AccountNames, problems: Problem[]): void {
  for (const row of rows) {
    if (isEnough(problems, row.at)) return
    problems.push(...nameProblems(row, names))
  }
}

function nameProblems(row: AccountRow, { known, fundOf }: AccountNames): Problem[] {
  const unknown = NAMING.filter((column) => row[column] !== ANY && !known[column].has(row[column]))
  const own = fundOf.get(row.line)
  const isOfOther = own !== undefined && known.fund.has(row.fund) && row.fund !== own
  return [
    ...unknown.map((column) => notThere(row, column, [...known[column]])),
    ...(isOfOther ? [otherFund(row, own)] : []),
  ]
}

/**
 * The row with a line or fund that the run does not have as the one that it most likely stands for. Ids of schools are
 * too much alike to tell.
 */
export function asMeant(row: AccountRow, { known }: AccountNames): AccountRow {
  const meant = (column: 'line' | 'fund'): string => {
    const found = row[column]
    return found === ANY || known[column].has(found) ? found : (nearest(found, [...known[column]]) ?? found)
  }
  return { ...row, line: meant('line'), fund: meant('fund') }
}

function notThere(row: AccountRow, column: (typeof NAMING)[number], known: readonly string[]): Problem {
  const found = row[column]
  const meant = nearest(found, known)
  return problem('ACCOUNT_TARGET', {
    at: { ...row.at, column },
    message: `the run has no ${column} "${found}"`,
    found,
    expected: `one of ${known.slice(0, 8).join(', ')}${known.length > 8 ? ' …' : ''}, or *`,
    suggestion: meant === undefined ? undefined : `did you mean ${meant}?`,
  })
}

function otherFund({ line, fund, at }: AccountRow, own: string): Problem {
  return problem('ACCOUNT_TARGET', {
    at: { ...at, column: 'fund' },
    message: `the line ${line} is of another fund`,
    found: fund,
    expected: own,
    suggestion: `write ${own}, or *`,
  })
}
