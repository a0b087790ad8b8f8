import { columnBytes } from '../data/line-columns.ts'
import { FIRST_SCHOOLS, reportCase } from '../report-case.ts'

/** What a pass over `BigInt` columns fills, in cents. */
export interface BigColumns {
  readonly amounts: readonly BigInt64Array[]
  readonly schoolTotals: BigInt64Array
  readonly lineTotals: BigInt64Array
}

/** Times a pass over `BigInt` columns; `inputs` counts the input columns. */
export async function reportBigCase(
  { data, schools, lines, inputs }: { data: string; schools: number; lines: number; inputs: number },
  addLines: (into: BigColumns) => void,
): Promise<void> {
  const into = {
    amounts: Array.from({ length: lines }, () => new BigInt64Array(schools)),
    schoolTotals: new BigInt64Array(schools),
    lineTotals: new BigInt64Array(lines),
  }
  await reportCase({
    data,
    schools,
    amounts: schools * lines,
    columnBytes: columnBytes(inputs, { schools, lines }),
    isExact: true,
    pass: () => addLines(into),
    check: () => {
      const cents = sumOf(into.schoolTotals)
      if (cents !== sumOf(into.lineTotals)) throw new Error('schools and lines do not add up to the same')
      return {
        checksum: String(cents),
        checksumOfFirst: String(sumOf(into.schoolTotals.subarray(0, FIRST_SCHOOLS))),
      }
    },
  })
}

function sumOf(column: BigInt64Array): bigint {
  return column.reduce((sum, cents) => sum + cents, 0n)
}
