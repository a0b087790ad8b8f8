import t from 'tap'
import { canonicalJson } from '../../../src/contract/canonical/canonical-json.ts'
import type { RunResult } from '../../../src/contract/report/run-schema.ts'
import { committedRuns } from '../../support/committed-runs.ts'
import { computedText } from '../../support/computed-text.ts'
import { keptInMemory } from '../../support/kept-in-memory.ts'
import { scenarioParts } from '../../support/read-for-keeping.ts'

t.test('every committed scenario gives the bytes of the command line after it was kept', async (t) => {
  const runs = await committedRuns()
  t.ok(runs.length >= 60, `${runs.length} scenarios`)
  for (const [path, { result, document }] of runs) {
    const keep = keptInMemory()
    const { content } = keep.keepScenario('the bundle', await scenarioParts(canonicalJson(document)))
    t.notMatch(content, /"rows":|"lines":/, `${path}: neither rows nor a formula are left in the document`)
    t.ok((await computedText(content, keep.kept)) === printed(result), `${path} gives the same bytes`)
  }
})

function printed(result: RunResult): string {
  return `${JSON.stringify(result, null, 2)}\n`
}
