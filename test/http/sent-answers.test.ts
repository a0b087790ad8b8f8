import { once } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import t from 'tap'
import type { Computing } from '../../src/app/service/posted-job.ts'
import { computingHere, JSON_BODY, service } from '../support/service.ts'
import { smallDistrict } from '../support/small-district.ts'

t.test('the memory of an answer is given back once it is sent, and not before', async (t) => {
  const answers: Uint8Array[] = []
  const here = computingHere()
  const computing: Computing = {
    ...here,
    answer: async (job, signal) => {
      const computed = await here.answer(job, signal)
      if (computed.kind === 'done') answers.push(computed.bytes)
      return computed
    },
  }
  const { app, listen } = await service(t, { computing })
  const sent: Promise<unknown>[] = []
  app.addHook('onSend', async (_request, reply) => void sent.push(once(reply.raw, 'finish')))
  const address = await listen()
  const body = JSON.stringify({ files: { 'a.yaml': smallDistrict() }, scenario: 'a.yaml' })
  const asked = Array.from({ length: 40 }, async (_, i) => {
    const headers = { ...JSON_BODY, 'accept-encoding': i % 2 === 0 ? 'identity' : 'gzip' }
    const answer = await fetch(`${address}/v1/compute`, { method: 'POST', headers, body })
    return { packed: answer.headers.get('content-encoding'), text: await answer.text() }
  })
  const got = await Promise.all(asked)
  t.equal(new Set(got.map(({ text }) => text)).size, 1, 'all are one text')
  t.match(JSON.parse(got[0]?.text ?? ''), { total: '3000.00' })
  t.equal(got.filter(({ packed }) => packed === 'gzip').length, 20)
  await Promise.all(sent)
  await setImmediate()
  t.strictSame(
    answers.map(({ byteLength }) => byteLength),
    Array(40).fill(0),
  )
})
