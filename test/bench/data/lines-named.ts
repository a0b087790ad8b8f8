import { realisticLines } from '../realistic/realistic-lines.ts'
import { simpleLines } from './simple-lines.ts'
import type { WeightedLines } from './weighted-lines.ts'

/** The weighted lines that `--data` names. */
export function linesNamed(data: string | undefined, schools: number): WeightedLines {
  if (data === undefined || data === 'simple') return simpleLines(schools)
  if (data === 'realistic') return realisticLines(schools)
  throw new Error(`--data is simple or realistic, not ${data}`)
}
