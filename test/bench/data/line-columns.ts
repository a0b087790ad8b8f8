import { type Checked, type Deviation, FIRST_SCHOOLS } from '../report-case.ts'

/** What every contender fills: cents of each line at each school, of each school, and of each line. */
export interface LineColumns {
  readonly amounts: readonly Float64Array[]
  readonly schoolTotals: Float64Array
  readonly lineTotals: Float64Array
}

/** Made once, so that no contender is timed while it asks for memory. */
export function lineColumns({ schools, lines }: { schools: number; lines: number }): LineColumns {
  return {
    amounts: Array.from({ length: lines }, () => new Float64Array(schools)),
    schoolTotals: new Float64Array(schools),
    lineTotals: new Float64Array(lines),
  }
}

/** Bytes of input columns of 8-byte numbers, and of the columns above. */
export function columnBytes(inputs: number, { schools, lines }: { schools: number; lines: number }): number {
  return 8 * schools * (inputs + lines + 1)
}

/** Adds up what was given, two ways, and counts what is not the exact amount. */
export function checkColumns(
  { amounts, schoolTotals, lineTotals }: LineColumns,
  exact: (line: number, school: number) => bigint,
): Checked {
  const cents = sumOf(schoolTotals)
  if (cents !== sumOf(lineTotals)) throw new Error('schools and lines do not add up to the same')
  const off: Deviation = amounts.reduce(
    (sum, column, line) =>
      plus(
        sum,
        deviationOf(column, (school) => exact(line, school)),
      ),
    { amounts: 0, cents: '0' },
  )
  return {
    checksum: String(cents),
    checksumOfFirst: String(sumOf(schoolTotals.subarray(0, FIRST_SCHOOLS))),
    deviation: off,
  }
}

function deviationOf(column: Float64Array, exact: (school: number) => bigint): Deviation {
  let amounts = 0
  let cents = 0n
  column.forEach((given, school) => {
    const difference = BigInt(given) - exact(school)
    if (difference !== 0n) amounts += 1
    cents += difference
  })
  return { amounts, cents: String(cents) }
}

function plus(a: Deviation, b: Deviation): Deviation {
  return { amounts: a.amounts + b.amounts, cents: String(BigInt(a.cents) + BigInt(b.cents)) }
}

function sumOf(column: Float64Array): bigint {
  let sum = 0n
  for (const cents of column) sum += BigInt(cents)
  return sum
}
