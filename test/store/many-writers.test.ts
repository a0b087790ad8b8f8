import t from 'tap'
import { saveFormula } from '../../src/store/formulas.ts'
import { findName } from '../../src/store/names.ts'
import { findScenario, saveScenarioVersion } from '../../src/store/scenarios.ts'
import { listVersions } from '../../src/store/versions.ts'
import { databaseServer } from '../support/database.ts'
import { HASH, madeScenario, type StaffedDistrict, staffedDistrict } from '../support/staffed-district.ts'

const clone = await databaseServer(t)
const FIFTY = Array.from({ length: 50 }, (_, i) => i + 1)

t.test('fifty who save one name at the same time make versions 1 to 50', async (t) => {
  const { by } = await staffedDistrict(await clone())
  const saved = await Promise.all(
    FIFTY.map((i) =>
      by('analyst', async (trx, identity) =>
        saveFormula(trx, identity, { name: 'weights', content: `{"from":${i}}`, hash: HASH }),
      ),
    ),
  )
  t.strictSame(
    saved.map(({ version }) => version).toSorted((a, b) => a - b),
    FIFTY,
  )
  t.equal(new Set(saved.map(({ id }) => id)).size, 1)
  await by('analyst', async (trx) => {
    const id = saved[0]?.id ?? ''
    t.match(await findName(trx, 'formula', id), { currentVersion: 50, revision: 50 })
    t.equal((await listVersions(trx, 'formula', id, { after: undefined, limit: 99 })).rows.length, 50)
  })
})

t.test('fifty who save the same content at the same time make one version', async (t) => {
  const { by } = await staffedDistrict(await clone())
  const formula = { name: 'weights', content: '{}', hash: HASH, sameContent: 'taken-as-newest' } as const
  const saved = await Promise.all(
    FIFTY.map(() => by('analyst', async (trx, identity) => saveFormula(trx, identity, formula))),
  )
  t.equal(saved.filter(({ isNew }) => isNew).length, 1)
  t.ok(saved.every(({ version }) => version === 1))
})

const CLIENTS = 20

/** Twenty add one to a number in the document of a scenario, so many times each. Gives what it comes to. */
async function addedUp(
  { by }: StaffedDistrict,
  timesEach: number,
  revisionToName: 'the one that was read' | 'the one that is there',
): Promise<{ readonly sum: number; readonly revision: number }> {
  const { id } = await by('analyst', (trx, identity) =>
    madeScenario(trx, identity, 'board', { content: '{"sum":0}' }),
  )
  const read = async () =>
    by('analyst', async (trx) => {
      const { content, revision } = await trx
        .selectFrom('scenarios as s')
        .innerJoin('scenario_versions as v', (join) =>
          join.onRef('v.scenario_id', '=', 's.scenario_id').onRef('v.version', '=', 's.current_version'),
        )
        .select(['v.content', 's.revision'])
        .where('s.scenario_id', '=', id)
        .executeTakeFirstOrThrow()
      const { sum } = JSON.parse(content) as { readonly sum: number }
      return { sum, revision }
    })
  const change = async (): Promise<void> => {
    for (;;) {
      const { sum, revision } = await read()
      const outcome = await by('analyst', async (trx, identity) => {
        const isRead = revisionToName === 'the one that was read'
        const named = isRead ? revision : ((await findScenario(trx, id))?.revision ?? 0)
        const content = `{"sum":${sum + 1}}`
        return saveScenarioVersion(trx, identity, id, named, { content, hash: HASH })
      })
      if (outcome.kind === 'changed') return
      if (outcome.kind !== 'stale') throw new Error(outcome.kind)
    }
  }
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      for (let i = 0; i < timesEach; i += 1) await change()
    }),
  )
  return read()
}

t.test('of two hundred changes by twenty at once none is lost', async (t) => {
  const here = await staffedDistrict(await clone())
  t.strictSame(await addedUp(here, 10, 'the one that was read'), { sum: 200, revision: 201 })
})

t.test('were the revision not the one that was read, changes would be lost', async (t) => {
  const here = await staffedDistrict(await clone())
  const { sum, revision } = await addedUp(here, 3, 'the one that is there')
  t.equal(revision, 61, 'each was saved')
  t.ok(sum < 60, `and of 60 only ${sum} are in what is there`)
})
