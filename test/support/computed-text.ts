import type { Kept } from '../../src/app/stored/kept.ts'
import { putTogether } from '../../src/app/stored/put-together.ts'
import { computedBytes } from '../../src/worker/computed-bytes.ts'

/** What a kept scenario comes to, as the service answers it. */
export async function computedText(content: string, kept: Kept): Promise<string> {
  const together = await putTogether(content, kept)
  if (together.kind === 'failed') throw new Error(JSON.stringify(together.problems, null, 2))
  const { body: bytes } = together
  const job = {
    operation: 'compute',
    bytes,
    form: 'json',
    query: {},
    answerForm: 'json',
    rowLimit: 100_000,
  } as const
  const computed = await computedBytes(job)
  if (computed.kind !== 'done') throw new Error(JSON.stringify(computed, null, 2))
  return new TextDecoder().decode(computed.bytes)
}
