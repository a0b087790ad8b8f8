import type { ResultLine } from '../funding/allocate.ts'
import { exactText } from '../numbers/decimal.ts'
import { compare, equal, one, type Rational, sum, zero } from '../numbers/rational.ts'
import { isEnough } from '../problems/many-problems.ts'
import { type Problem, problem } from '../problems/problem.ts'
import { type AccountRow, ANY } from './account-row.ts'

/** An account with the part of a line that it takes. */
export interface AccountShare {
  readonly account: string
  readonly share: Rational
}

/** Finds the accounts of a line at a school: those of the row that says most of it. */
export type AccountFinder = (line: ResultLine, school: string) => readonly AccountShare[] | undefined

/** Looks accounts up in a table, whatever else is wrong with it. */
export function accountFinder(rows: readonly AccountRow[]): AccountFinder {
  const shares = new Map([...groupsOf(rows)].map(([key, group]) => [key, group.map(shareOf)]))
  return ({ id: line, fund }, school) => {
    const named = { line, fund: ANY, school }
    const ofFund = { line: ANY, fund, school }
    const wanted = [
      named,
      { ...named, school: ANY },
      ofFund,
      { ...ofFund, school: ANY },
      { ...ofFund, fund: ANY },
      { line: ANY, fund: ANY, school: ANY },
    ]
    return wanted.map((each) => shares.get(keyOf(each))).find((each) => each !== undefined)
  }
}

/** Adds what is wrong with a table of accounts whatever run is booked by it. */
export function reviewAccounts(rows: readonly AccountRow[], problems: Problem[]): void {
  for (const found of accountProblems(rows)) {
    if (isEnough(problems, found.at)) return
    problems.push(found)
  }
}

function* accountProblems(rows: readonly AccountRow[]): Generator<Problem> {
  for (const row of rows) {
    if (row.unread !== undefined) yield unreadShare(row.unread, row)
    const braces = bracesOf(row)
    if (braces !== undefined) yield otherThanSchool(braces, row)
  }
  for (const group of groupsOf(rows).values()) yield* groupProblems(group)
}

function groupsOf(rows: readonly AccountRow[]): ReadonlyMap<string, readonly AccountRow[]> {
  const groups = new Map<string, AccountRow[]>()
  for (const row of rows) {
    const key = keyOf(row)
    const known = groups.get(key)
    if (known === undefined) groups.set(key, [row])
    else known.push(row)
  }
  return groups
}

/** Rows of one key share what they name; a line has one fund, which its row need not state. */
function keyOf({ line, fund, school }: Pick<AccountRow, 'line' | 'fund' | 'school'>): string {
  return JSON.stringify([line, line === ANY ? fund : ANY, school])
}

function shareOf({ account, share = one }: AccountRow): AccountShare {
  return { account, share }
}

function unreadShare(found: string, { at }: AccountRow): Problem {
  return problem('ACCOUNT_SHARE', {
    at: { ...at, column: 'share' },
    message: 'a share is not a number',
    found,
    expected: 'a decimal or a fraction, such as 0.25 or 1/3',
  })
}

/** What an account has in braces other than the school. */
function bracesOf({ account }: AccountRow): string | undefined {
  return /\{[^}]*\}?/.exec(account.replaceAll('{school}', ''))?.[0]
}

function otherThanSchool(found: string, { at }: AccountRow): Problem {
  return problem('ACCOUNT_TARGET', {
    at: { ...at, column: 'account' },
    message: 'an account names something other than the school in its braces',
    found,
    expected: '{school}, which stands for the id of the school',
  })
}

/** What does not fit among rows that share one line. */
function* groupProblems(group: readonly AccountRow[]): Generator<Problem> {
  const firsts = new Map<string, AccountRow>()
  for (const row of group) {
    const first = firsts.get(row.account)
    if (row.account === '') yield withoutAccount(row)
    else if (first === undefined) firsts.set(row.account, row)
    else yield twice(row, first)
  }
  const shares = group.length > MOST_ACCOUNTS ? tooManyAccounts(group) : shareProblem(group)
  if (shares !== undefined) yield shares
}

/** That share a line. Shares may be any fractions, and take longer to add up the more there are. */
export const MOST_ACCOUNTS = 100

function tooManyAccounts(group: readonly AccountRow[]): Problem | undefined {
  const past = group[MOST_ACCOUNTS]
  return (
    past &&
    problem('ROWS_LIMIT', {
      at: past.at,
      message: 'a line is shared by more accounts than are added up',
      found: `${group.length}`,
      expected: `at most ${MOST_ACCOUNTS}`,
    })
  )
}

function withoutAccount({ at }: AccountRow): Problem {
  return problem('ACCOUNT_MISSING', {
    at: { ...at, column: 'account' },
    message: 'a row names no account',
    expected: 'an account, such as 01-0000-{school}-1110',
  })
}

function twice({ account, at }: AccountRow, first: AccountRow): Problem {
  return problem('ACCOUNT_TWICE', {
    at: { ...at, column: 'account' },
    message: `the account stands twice for the same line, first in row ${first.at.row ?? 0}`,
    found: account,
    expected: 'each account once, with its whole share',
  })
}

function shareProblem(group: readonly AccountRow[]): Problem | undefined {
  const [first] = group
  // Where one is no number, nobody knows what they add up to.
  if (first === undefined || group.some(({ unread }) => unread !== undefined)) return undefined
  const stated = group.map(({ share }) => share).filter((share) => share !== undefined)
  if (stated.length === 0 && group.length === 1) return undefined
  const isWhole = stated.length === group.length && equal(sum(stated), one)
  if (isWhole && stated.every((share) => compare(share, zero) > 0)) return undefined
  return problem('ACCOUNT_SHARE', {
    at: { ...first.at, column: 'share' },
    message: `the shares of the accounts of ${first.line === ANY ? 'these lines' : first.line} do not add up to 1`,
    found: group.map(({ share }) => (share === undefined ? 'nothing' : exactText(share))).join(' + '),
    expected: 'a share above 0 in each row, which add up to exactly 1',
    suggestion: 'write shares as decimals or fractions: 0.25, 1/3',
  })
}
