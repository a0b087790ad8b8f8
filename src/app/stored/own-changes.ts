import type { ScenarioFile } from '../../contract/schema/scenario-schema.ts'
import type { Problem } from '../../core/problems/problem.ts'

/**
 * What of a scenario goes beyond the counts of one's own schools: anything but a base and `change_counts` whose schools
 * are all among these.
 */
export function foreignChanges(_file: ScenarioFile, _schools: ReadonlySet<string>): Problem[] {
  throw new Error('not yet')
}
