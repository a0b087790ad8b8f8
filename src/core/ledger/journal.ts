import type { Allocation, ResultLine } from '../funding/allocate.ts'
import type { SchoolAllocation } from '../funding/school-allocation.ts'
import { decimalPlaces } from '../numbers/decimal.ts'
import { fraction, isZero, multiply, type Rational, sum } from '../numbers/rational.ts'
import { roundedParts } from '../numbers/rounded-parts.ts'
import { MOST_PROBLEMS } from '../problems/many-problems.ts'
import { type Outcome, outcome, type Problem, problem } from '../problems/problem.ts'
import { compareCodePoints } from '../text/code-points.ts'
import { type AccountFinder, accountFinder, reviewAccounts } from './account-groups.ts'
import { accountNames, asMeant, reviewNames } from './account-names.ts'
import type { AccountRow } from './account-row.ts'

/** What one account gets of one line at one school. */
export interface JournalRow {
  readonly account: string
  readonly amount: Rational
  readonly school: string
  readonly line: string
  readonly fund: string
}

/**
 * The budget journal of a run: every line of every school in its accounts, to the cent. A line that is shared adds up
 * to its amount: the last cents go by largest remainder, ties by account. A line of 0.00 has no row.
 */
export function journalOf(
  allocation: Allocation,
  rows: readonly AccountRow[],
): Outcome<readonly JournalRow[]> {
  const problems: Problem[] = []
  const names = accountNames(allocation)
  reviewNames(rows, names, problems)
  reviewAccounts(rows, problems)
  if (problems.length < MOST_PROBLEMS) {
    // A line that a misspelt row means has its account: what is wrong there is the spelling.
    const meant = problems.length === 0 ? rows : rows.map((row) => asMeant(row, names))
    problems.push(...linesWithoutAccount(allocation, accountFinder(meant)))
  }
  const accountsOf = accountFinder(rows)
  return outcome(problems, () =>
    allocation.schools.flatMap((school) =>
      moneyOf(school, allocation).flatMap(({ line, amount }) =>
        sharedAmount(amount, { line, school, accounts: accountsOf(line, school.id) ?? [] }),
      ),
    ),
  )
}

/** What each account comes to over all rows, by account. */
export function accountTotals(
  rows: readonly Pick<JournalRow, 'account' | 'amount'>[],
): ReadonlyMap<string, Rational> {
  const amounts = new Map<string, Rational[]>()
  for (const { account, amount } of rows) {
    const known = amounts.get(account)
    if (known === undefined) amounts.set(account, [amount])
    else known.push(amount)
  }
  const ordered = [...amounts].sort(([a], [b]) => compareCodePoints(a, b))
  return new Map(ordered.map(([account, each]) => [account, sum(each)]))
}

interface Money {
  readonly line: ResultLine
  readonly amount: Rational
}

/** A school's lines that are not zero. */
function moneyOf(school: SchoolAllocation, { lines }: Allocation): Money[] {
  const amounts = school.lines
  return lines.flatMap((line, place) => {
    const amount = amounts[place]?.amount
    return amount === undefined || isZero(amount) ? [] : [{ line, amount }]
  })
}

function linesWithoutAccount(allocation: Allocation, accountsOf: AccountFinder): Problem[] {
  const missing = new Map<string, string[]>()
  for (const school of allocation.schools)
    for (const { line } of moneyOf(school, allocation)) {
      if (accountsOf(line, school.id) !== undefined) continue
      const known = missing.get(line.id)
      if (known === undefined) missing.set(line.id, [school.id])
      else known.push(school.id)
    }
  return [...missing].map(([line, schools]) =>
    problem('ACCOUNT_MISSING', {
      at: { kind: 'cell', dataset: ACCOUNTS },
      message: `the line ${line} has money and no account, at ${schools.length} school${schools.length === 1 ? '' : 's'}`,
      found: schools.join(', '),
      expected: `a row for ${line}, for its fund, or for *`,
    }),
  )
}

/** What the table of accounts is called where problems have their place. */
export const ACCOUNTS = 'accounts'

function sharedAmount(
  amount: Rational,
  {
    line,
    school,
    accounts,
  }: {
    readonly line: ResultLine
    readonly school: SchoolAllocation
    readonly accounts: readonly { readonly account: string; readonly share: Rational }[]
  },
): JournalRow[] {
  const unit = fraction(1n, 10n ** BigInt(Math.max(2, decimalPlaces(amount.d) ?? 2)))
  const parts = accounts.map(({ account, share }) => ({
    id: account.replaceAll('{school}', school.id),
    amount: multiply(amount, share),
  }))
  return roundedParts(parts, unit).flatMap((part, i) =>
    isZero(part)
      ? []
      : [{ account: parts[i]?.id ?? '', amount: part, school: school.id, line: line.id, fund: line.fund }],
  )
}
