import t from 'tap'
import { runScenario } from '../../src/app/run-scenario.ts'
import { diskFiles } from '../../src/cli/disk-files.ts'
import { gatheredFiles } from '../../src/cli/gathered-files.ts'
import { canonicalJson } from '../../src/contract/canonical/canonical-json.ts'
import { runCsv } from '../../src/contract/report/run-csv.ts'
import { committedRuns } from '../support/committed-runs.ts'
import { root } from '../support/committed-scenarios.ts'
import { JSON_BODY, service } from '../support/service.ts'

const AS_CSV = { ...JSON_BODY, accept: 'text/csv' }

t.test(
  'every committed scenario gives the bytes of the command line, as files and as one document',
  async (t) => {
    const { post } = await service(t)
    const runs = await committedRuns()
    t.ok(runs.length >= 60, `${runs.length} scenarios`)
    for (const [path, { result, document }] of runs) {
      const files = await gatheredFiles([root + path], diskFiles())
      const table = await post('/v1/compute', { files, scenario: root + path }, AS_CSV)
      const whole = await post('/v1/compute', canonicalJson(document))
      t.strictSame([table.status, whole.status], [200, 200], path)
      t.ok(table.text === runCsv(result), `${path}: its files give the table`)
      t.ok(whole.text === `${JSON.stringify(result, null, 2)}\n`, `${path}: its bundle gives the document`)
      for (const { headers } of [table, whole])
        t.match(headers, { 'leeway-engine': result.leeway.engine, 'leeway-inputs': result.leeway.inputs })
    }
  },
)

t.test('a scenario that is changed by a cent gives other bytes', async (t) => {
  const { post } = await service(t)
  const { run } = await runScenario(`${root}scenarios/mechanisms/01-grade-banded-weight.yaml`, diskFiles())
  const written = canonicalJson(run?.document)
  const changed = written.replace(/"value":"(\d+)/, '"value":"1$1')
  t.not(changed, written)
  t.not((await post('/v1/compute', changed)).text, `${JSON.stringify(run?.result, null, 2)}\n`)
})
