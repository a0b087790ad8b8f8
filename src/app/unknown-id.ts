import type { LocatedProblem } from '../contract/report/source-map.ts'
import type { ProblemCode } from '../core/problems/codes.ts'
import { type ProblemDetails, problem } from '../core/problems/problem.ts'
import { nearest } from '../core/text/nearest.ts'

/** A school that somebody asks for and the run does not show, with the one that was meant by id or by name. */
export function unknownSchool(
  schoolId: string,
  schools: readonly { readonly id: string; readonly name: string }[],
): LocatedProblem {
  const ids = schools.map(({ id }) => id)
  const named = nearest(
    schoolId,
    schools.map(({ name }) => name),
  )
  return unknownId('SCHOOL_UNKNOWN', {
    message: `no school of this run has the id "${schoolId}"`,
    found: schoolId,
    ids,
    meant: nearest(schoolId, ids) ?? schools.find(({ name }) => name === named)?.id,
  })
}

/** Something that a command or request names, and the run does not have. */
export function unknownId(
  code: Extract<ProblemCode, 'SCHOOL_UNKNOWN' | 'LINE_UNKNOWN'>,
  {
    message,
    found,
    ids,
    meant,
  }: { message: string; found: string; ids: readonly string[]; meant: string | undefined },
): LocatedProblem {
  const details: ProblemDetails = {
    at: { kind: 'document', pointer: '' },
    message,
    found,
    expected: `one of ${ids.slice(0, 8).join(', ')}${ids.length > 8 ? ' …' : ''}`,
    suggestion: meant === undefined ? undefined : `did you mean ${meant}?`,
  }
  const { at: _, ...rest } = problem(code, details)
  return { ...rest, where: {} }
}
