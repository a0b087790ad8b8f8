import type { ResultLine } from '../funding/allocate.ts'
import { exactText } from '../numbers/decimal.ts'
import { compare, equal, one, type Rational, sum, zero } from '../numbers/rational.ts'
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

/** What is wrong with a table of accounts whatever run is booked by it. */
export function accountProblems(rows: readonly AccountRow[]): Problem[] {
  const groups = [...groupsOf(rows).values()]
  return [
    ...rows.flatMap(unreadShare),
    ...rows.flatMap(placeholderProblems),
    ...groups.flatMap(groupProblems),
  ]
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

function unreadShare({ unread, at }: AccountRow): Problem[] {
  if (unread === undefined) return []
  return [
    problem('ACCOUNT_SHARE', {
      at: { ...at, column: 'share' },
      message: 'a share is not a number',
      found: unread,
      expected: 'a decimal or a fraction, such as 0.25 or 1/3',
    }),
  ]
}

function placeholderProblems({ account, at }: AccountRow): Problem[] {
  const found = /\{[^}]*\}?/.exec(account.replaceAll('{school}', ''))?.[0]
  if (found === undefined) return []
  return [
    problem('ACCOUNT_TARGET', {
      at: { ...at, column: 'account' },
      message: 'an account names something other than the school in its braces',
      found,
      expected: '{school}, which stands for the id of the school',
    }),
  ]
}

/** What does not fit among rows that share one line. */
function groupProblems(group: readonly AccountRow[]): Problem[] {
  const [first] = group
  if (first === undefined) return []
  return [
    ...group.filter(({ account }) => account === '').map(withoutAccount),
    ...group.flatMap((row, i) => twice(row, group.slice(0, i))),
    ...shareProblems(group, first),
  ]
}

function withoutAccount({ at }: AccountRow): Problem {
  return problem('ACCOUNT_MISSING', {
    at: { ...at, column: 'account' },
    message: 'a row names no account',
    expected: 'an account, such as 01-0000-{school}-1110',
  })
}

function twice({ account, at }: AccountRow, before: readonly AccountRow[]): Problem[] {
  const same = before.find((each) => each.account === account && account !== '')
  if (same === undefined) return []
  return [
    problem('ACCOUNT_TWICE', {
      at: { ...at, column: 'account' },
      message: `the account stands twice for the same line, first in row ${same.at.row ?? 0}`,
      found: account,
      expected: 'each account once, with its whole share',
    }),
  ]
}

function shareProblems(group: readonly AccountRow[], first: AccountRow): Problem[] {
  // Nobody knows what they add up to.
  if (group.some(({ unread }) => unread !== undefined)) return []
  const stated = group.map(({ share }) => share).filter((share) => share !== undefined)
  if (stated.length === 0 && group.length === 1) return []
  const total = sum(stated)
  const isWhole = stated.length === group.length && equal(total, one)
  if (isWhole && stated.every((share) => compare(share, zero) > 0)) return []
  return [
    problem('ACCOUNT_SHARE', {
      at: { ...first.at, column: 'share' },
      message: `the shares of the accounts of ${first.line === ANY ? 'these lines' : first.line} do not add up to 1`,
      found: group.map(({ share }) => (share === undefined ? 'nothing' : exactText(share))).join(' + '),
      expected: 'a share above 0 in each row, which add up to exactly 1',
      suggestion: 'write shares as decimals or fractions: 0.25, 1/3',
    }),
  ]
}
