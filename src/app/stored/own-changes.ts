import type { ScenarioFile } from '../../contract/schema/scenario-schema.ts'
import { enough, MOST_PROBLEMS } from '../../core/problems/many-problems.ts'
import { type Problem, problem } from '../../core/problems/problem.ts'
import { escapePointer } from '../../core/text/json-pointer.ts'

/** What a what-if on one's own schools may say, beside its changes. */
const OPEN_FIELDS: ReadonlySet<string> = new Set(['$schema', 'leeway', 'scenario', 'base', 'changes'])

/**
 * What of a scenario goes beyond the counts of one's own schools: anything but a base and `change_counts` whose schools
 * are all among these.
 */
export function foreignChanges(file: ScenarioFile, schools: ReadonlySet<string>): Problem[] {
  const fields = Object.entries(file).filter(
    ([field, value]) => value !== undefined && !OPEN_FIELDS.has(field),
  )
  const problems = fields.map(([field]) =>
    notYours(`/${escapePointer(field)}`, `"${field}" concerns all schools`),
  )
  if (file.base === undefined) problems.push(notYours('/base', 'a what-if of your own changes a base'))
  for (const [i, change] of (file.changes ?? []).entries()) {
    const pointer = `/changes/${i}`
    if (!('change_counts' in change)) problems.push(notYours(pointer, 'this change concerns all schools'))
    else
      for (const field of ['set', 'add'] as const)
        for (const school of Object.keys(change[field] ?? {}))
          if (!schools.has(school))
            problems.push(
              notYours(`${pointer}/${field}/${escapePointer(school)}`, 'this is no school of yours'),
            )
    if (problems.length > MOST_PROBLEMS)
      return [...problems.slice(0, MOST_PROBLEMS), enough({ kind: 'document', pointer })]
  }
  return problems
}

function notYours(pointer: string, message: string): Problem {
  const at = { kind: 'document', pointer, isKey: true } as const
  return problem('CHANGE_NOT_YOURS', { at, message, expected: 'change_counts of your own schools' })
}
