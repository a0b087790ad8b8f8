import { setImmediate as pause } from 'node:timers/promises'
import type { Refusal } from '../app/service/stored-request.ts'
import type { Kept } from '../app/stored/kept.ts'
import { keptFile } from '../app/stored/kept-files.ts'
import { putTogether } from '../app/stored/put-together.ts'
import { readFormulaVersion } from '../store/formulas.ts'
import { readScenarioVersion } from '../store/scenario-versions.ts'
import type { VersionRef } from '../store/versions.ts'
import type { Trx } from '../store/with-district.ts'
import { readTable } from './read-table.ts'

/**
 * A kept version with all it is computed from, as the body of a request to compute it. The transaction has to act as
 * the program: over less than the whole district a total, a rank or a pool would come out wrong.
 */
export async function wholeBody(trx: Trx, scenario: VersionRef): Promise<Uint8Array | Refusal | undefined> {
  const found = await readScenarioVersion(trx, scenario)
  if (found === undefined) return undefined
  const outcome = await putTogether(
    found.content,
    keptIn(trx),
    keptFile({ kind: 'scenario', ...scenario }, 'json'),
  )
  if (outcome.kind === 'done') return outcome.body
  const { problems } = outcome
  return { kind: 'refused', type: 'input', detail: 'It cannot be put together.', problems }
}

function keptIn(trx: Trx): Kept {
  return {
    document: async (address) => {
      const read = address.kind === 'formula' ? readFormulaVersion : readScenarioVersion
      return (await read(trx, address))?.content
    },
    table: async (address) => readTable(trx, address),
    pause: async () => pause(),
  }
}
