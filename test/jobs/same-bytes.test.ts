import { createHash } from 'node:crypto'
import t from 'tap'
import { storedServices } from '../support/stored-service.ts'
import { begun, jobWhen, keptScenario, sweptDistrict, sweptHere } from '../support/swept-district.ts'
import { workerProcess } from '../support/worker-process.ts'

const open = await storedServices(t)
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')

t.test('one, two and four workers, wherever in the world they stand, come to the same bytes', async (t) => {
  const { as, database } = await open(t)
  const finance = as('finance')
  const scenario = await keptScenario(finance, 'Sweep', sweptDistrict(450))
  const expected = hashOf(await sweptHere(sweptDistrict(450)))
  const places = [
    { TZ: 'UTC', LANG: 'C' },
    { TZ: 'Asia/Kolkata', LANG: 'tr_TR.UTF-8' },
    { TZ: 'America/New_York', LANG: 'en_US.UTF-8' },
    { TZ: 'UTC', LANG: 'C' },
  ]
  let working = 0
  for (const workers of [1, 2, 4]) {
    await Promise.all(places.slice(working, workers).map(async (env) => workerProcess(t, database, env)))
    working = workers
    const { id } = await begun(finance, { kind: 'sweep', scenario })
    t.equal((await jobWhen(t, finance, id)).state, 'done')
    const { text } = await finance.get(`/v1/jobs/${id}/result`)
    t.equal(hashOf(text), expected, `${workers} workers`)
  }
})
