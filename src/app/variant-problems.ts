import { type Variation, variantValues } from '../core/formula/vary.ts'
import { hasErrors, type Problem } from '../core/problems/problem.ts'

/** What is wrong with variants, each problem once however many it concerns. */
export interface VariantProblems {
  note(problems: readonly Problem[], variant: number): void
  /** Each with the first variant it concerns, and how many more. */
  all(): readonly VariantProblem[]
  /** Whether so many variants have failed that the others need not be tried. */
  isHopeless(): boolean
}

export interface VariantProblem {
  readonly problem: Problem
  readonly variants: number
}

const MOST_FAILED = 25

export function createVariantProblems(variation: Variation): VariantProblems {
  const noted = new Map<string, { problem: Problem; variants: number[] }>()
  let tried = 0
  let failed = 0
  return {
    note(problems, variant) {
      tried = Math.max(tried, variant + 1)
      if (hasErrors(problems)) failed += 1
      for (const problem of problems) {
        // Amounts in the message differ from variant to variant; what is wrong, and where, does not.
        const key = JSON.stringify([problem.code, problem.at])
        const entry = noted.get(key) ?? { problem, variants: [] }
        if (entry.variants.at(-1) !== variant) entry.variants.push(variant)
        noted.set(key, entry)
      }
    },
    all: () =>
      [...noted.values()].map(({ problem, variants }) => ({
        problem: { ...problem, message: messageAt(problem, { variants, tried, variation }) },
        variants: variants.length,
      })),
    isHopeless: () => failed >= MOST_FAILED,
  }
}

function messageAt(
  { message }: Problem,
  { variants, tried, variation }: { variants: readonly number[]; tried: number; variation: Variation },
): string {
  const [first = 0] = variants
  if (variants.length === variation.count) return message
  const values = variantValues(variation, first)
  const where = variation.parameters.map(({ name }, i) => `${name} ${values[i] ?? ''}`).join(', ')
  const more = variants.length - 1
  return `${message} (at ${where}${more === 0 ? '' : `, and in ${more} more of ${tried} variants`})`
}
