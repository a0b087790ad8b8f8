import { Failure, type Result } from './failure.ts'

/** What an expression gives, by the schools' indexes. */
export interface ValueColumn {
  readonly hasFailed: boolean
  at(school: number): Result
}

/** Results that are already there. */
export function valueColumn(results: readonly Result[]): ValueColumn {
  return {
    hasFailed: results.some((each) => each instanceof Failure),
    at: (school) => {
      const result = results[school]
      if (result === undefined) throw new Error(`there is no school ${school} in this run`)
      return result
    },
  }
}
