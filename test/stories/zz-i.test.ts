import { writeFileSync } from 'node:fs'
import t from 'tap'
import { storedServices } from '../support/stored-service.ts'
import { plantedContent } from '../support/planted-content.ts'
const open = await storedServices(t)
t.test('x', async (t) => {
  const s = await open(t)
  const out: string[] = []
  const time = performance.now()
  const a = await plantedContent(s, s.a, { mark: 'lakemark', students: [1000, 2047, 3089] })
  const b = await plantedContent(s, s.b, { mark: 'hillmark', students: [1000, 880011, 880022] })
  out.push(String(performance.now() - time))
  const p = s.as('principal')
  for (const path of ['/v1/runs', '/v1/scenarios', '/v1/datasets', '/v1/formulas', '/v1/adoptions', '/v1/audit', '/v1/users', '/v1/keys',
   `/v1/runs/${a.ownRun}/schools`, `/v1/runs/${a.ownRun}/result`, `/v1/runs/${a.ownRun}/schools/s1/explanation`, `/v1/runs/${a.released.run}/result`,
   `/v1/datasets/${a.released.dataset}/versions/1/rows`]) {
    for (const [n, who] of [['principal', p], ['budget', s.as('budget-partner')]] as const) {
      const x = await who.get(path)
      out.push(`${n} ${path}\n${x.status} ${x.text}`)
    }
  }
  writeFileSync('/tmp/engineer-i/out.txt', out.join('\n'))
  t.pass()
})
