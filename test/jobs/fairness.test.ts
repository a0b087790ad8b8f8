import t from 'tap'
import type { Computing } from '../../src/app/service/posted-job.ts'
import { asAdministrator } from '../support/database.ts'
import { jobWorker } from '../support/job-worker.ts'
import { computingHere } from '../support/service.ts'
import { smallDistrict } from '../support/small-district.ts'
import { type StoredDistrict, storedServices } from '../support/stored-service.ts'
import { begun, jobWhen, keptScenario } from '../support/swept-district.ts'

const open = await storedServices(t)

/** A batch of so many parts; in its bodies a scenario is named after the district. */
async function batchOf({ as, code }: StoredDistrict, parts: number): Promise<string> {
  const finance = as('finance')
  const scenario = await keptScenario(
    finance,
    `${code} batch`,
    smallDistrict({ scenario: `scenario: { id: of-${code} }` }),
  )
  const scenarios = Array.from({ length: parts }, () => ({ scenario }))
  return (await begun(finance, { kind: 'batch', scenarios })).id
}

/** Computes here, and notes whose part it is; `after` is done while the part of that number is computed. */
function noting(
  order: string[],
  after: { readonly part: number; readonly work: () => Promise<unknown> },
): Computing {
  return {
    ...computingHere(),
    async answer(job, signal) {
      order.push(new TextDecoder().decode(job.bytes).includes('of-hill') ? 'hill' : 'lake')
      if (order.length === after.part) await after.work()
      return computingHere().answer(job, signal)
    },
  }
}

t.test('who asks for one part waits for two of a district that has asked for 500', async (t) => {
  const { a, b, database } = await open(t)
  const backlog = await batchOf(a, 500)
  const order: string[] = []
  let asked = ''
  const work = async (): Promise<void> => {
    asked = await batchOf(b, 1)
  }
  jobWorker(t, database, { computing: noting(order, { part: 10, work }) })
  await jobWhen(t, a.as('finance'), backlog, { is: ({ done }) => done >= 13 })
  await jobWhen(t, b.as('finance'), asked)
  const place = order.indexOf('hill')
  t.ok(place >= 10 && place <= 12, `it was part ${place + 1}, asked for while the tenth was done`)
  await a.as('finance').post(`/v1/jobs/${backlog}/cancel`, {})
})

t.test('in the order of their coming, it would wait for all of them', async (t) => {
  const { a, b, database } = await open(t)
  const backlog = await batchOf(a, 40)
  const order: string[] = []
  const work = async (): Promise<void> => {
    await batchOf(b, 1)
    await asAdministrator(database.administrator, async (admin) => {
      await admin.query(`update pgboss.job set priority = 0 where name = 'parts'`)
    })
  }
  jobWorker(t, database, { computing: noting(order, { part: 10, work }) })
  await jobWhen(t, a.as('finance'), backlog)
  t.ok(!order.slice(0, 40).includes('hill'), 'all forty come first')
})
