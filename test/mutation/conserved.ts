import type { Run } from '../../src/app/run-scenario.ts'
import { fixedText } from '../../src/core/numbers/decimal.ts'

/** Every total of a run that is not the sum of what it is made of: schools, lines and funds, hidden schools too. */
export function leaksOf({ allocation, result }: Pick<Run, 'allocation' | 'result'>): string[] {
  const { schools, lines, funds, total } = result
  const ofAll = allocation.schools.map((school) => fixedText(school.total))
  const isWhole = schools.length === allocation.schools.length
  const sums: (readonly [what: string, stated: string, parts: readonly string[]])[] = [
    ['the schools', total, ofAll],
    ['the lines', total, lines.map((line) => line.total)],
    ['the funds', total, funds.map((fund) => fund.total)],
    ...schools.map(
      (each) => [`school ${each.id}`, each.total, each.lines.map(({ amount }) => amount)] as const,
    ),
    ...funds.map(
      (fund) =>
        [
          `fund ${fund.id}`,
          fund.total,
          lines.filter((line) => line.fund === fund.id).map((line) => line.total),
        ] as const,
    ),
  ]
  if (isWhole)
    for (const [i, line] of lines.entries())
      sums.push([`line ${line.id}`, line.total, schools.map((each) => each.lines[i]?.amount ?? '')])
  return sums
    .filter(([, stated, parts]) => sumOf(parts) !== units(stated))
    .map(([what, stated]) => `${what} comes to ${stated}, and its parts do not`)
}

const PLACES = 60

function sumOf(amounts: readonly string[]): bigint {
  return amounts.reduce((sum, amount) => sum + units(amount), 0n)
}

/** A decimal text in units of its sixtieth place: more places than any amount has. */
function units(text: string): bigint {
  const [, sign = '', whole, decimals = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? []
  if (whole === undefined || decimals.length > PLACES) throw new Error(`not an amount: ${text.slice(0, 80)}`)
  return BigInt(sign + whole + decimals.padEnd(PLACES, '0'))
}
