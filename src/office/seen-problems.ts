import type { Refusal } from '../app/service/stored-request.ts'
import { ofSchools } from '../contract/api/roles.ts'
import type { WireProblem } from '../contract/api/wire-problem.ts'
import type { RunResult } from '../contract/report/run-schema.ts'
import { PROBLEM_CODES } from '../core/problems/codes.ts'
import type { Identity } from '../store/with-district.ts'

/** Of what-ifs on counts: what is told of these is in the document itself, in its base or in the list of schools. */
const OF_DOCUMENTS: ReadonlySet<string> = new Set([
  'BASIS_NOT_STATED',
  'BUDGET_UNDECLARED',
  'CHANGE_AGAIN',
  'CHANGE_TARGET',
  'LINE_UNKNOWN',
  'NUMBER_FORMAT',
])
/** Stands at one school, and names the others. */
const OF_SEVERAL: ReadonlySet<string> = new Set(['PUPILS_ZERO'])
const TITLES: ReadonlyMap<string, { readonly title: string }> = new Map(Object.entries(PROBLEM_CODES))

/**
 * The problems of a computation over the whole district, as far as somebody may see them: for people of some schools,
 * those of their schools, and of the rest what kind each is. A cell or an amount of another school is in none of them.
 */
export function seenProblems(
  problems: readonly WireProblem[],
  { role, schools }: Pick<Identity, 'role' | 'schools'>,
): readonly WireProblem[] {
  if (!ofSchools(role)) return problems
  const seen = problems.map((problem): WireProblem => {
    const { code, where } = problem
    if (OF_DOCUMENTS.has(code)) return problem
    // The line of a file around a cell has cells of other schools in it.
    const { excerpt: _, ...place } = where
    const isOwn = where.school !== undefined && schools.includes(where.school) && !OF_SEVERAL.has(code)
    return isOwn ? { ...problem, where: place } : withoutValues(problem)
  })
  return seen.filter((each, i) => seen.findIndex((other) => same(each, other)) === i)
}

/** The same of a computation that came to no result. */
export function seenRefusal(refusal: Refusal, who: Pick<Identity, 'role' | 'schools'>): Refusal {
  const { problems } = refusal
  return problems === undefined ? refusal : { ...refusal, problems: seenProblems(problems, who) }
}

type Warning = RunResult['warnings'][number]

/** The warnings that stand in a result, in the same way: everybody reads a run that is released. */
export function seenWarnings(
  warnings: readonly Warning[],
  who: Pick<Identity, 'role' | 'schools'>,
): readonly Warning[] {
  const met = warnings.map(({ pointer, dataset, measure, school, ...rest }): WireProblem => {
    const places = Object.entries({ pointer, dataset, measure, school })
    return {
      ...rest,
      severity: 'warning',
      where: Object.fromEntries(places.filter(([, place]) => place !== undefined)),
    }
  })
  return seenProblems(met, who).map((seen) => {
    const { severity: _, where, ...rest } = seen
    return warnings[met.indexOf(seen)] ?? { ...rest, ...where }
  })
}

function withoutValues({ code, severity }: WireProblem): WireProblem {
  const message = TITLES.get(code)?.title ?? 'Something is wrong.'
  const suggestion = 'it is about data that you may not see: ask finance'
  return { code, severity, message, suggestion, where: {} }
}

function same(a: WireProblem, b: WireProblem): boolean {
  return a === b || (a.code === b.code && a.message === b.message && a.where.school === b.where.school)
}
