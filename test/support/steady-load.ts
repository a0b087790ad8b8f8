import { setTimeout as pause } from 'node:timers/promises'
import type { SendTo, Sent } from './sent-to.ts'

/** Requests that are answered in a second when so many ask one after the other, each as soon as it is answered. */
export async function capacity(
  send: () => Promise<Sent>,
  { clients, milliseconds }: { readonly clients: number; readonly milliseconds: number },
): Promise<number> {
  const start = performance.now()
  let answered = 0
  const one = async (): Promise<void> => {
    while (performance.now() - start < milliseconds) if ((await send()).status === 200) answered += 1
  }
  await Promise.all(Array.from({ length: clients }, one))
  return (answered * 1000) / (performance.now() - start)
}

/** Sends so many requests a second for so long, whether or not those before are answered, and gives all answers. */
export async function steadyLoad(
  send: () => Promise<Sent>,
  { perSecond, milliseconds }: { readonly perSecond: number; readonly milliseconds: number },
): Promise<readonly Sent[]> {
  const sent: Promise<Sent>[] = []
  const start = performance.now()
  for (let now = 0; now < milliseconds; now = performance.now() - start) {
    while (sent.length < (now / 1000) * perSecond) sent.push(send())
    await pause(2)
  }
  return Promise.all(sent)
}

/** Asks something small again and again, and gives how long each answer took, until it is told to end. */
export function bystander(send: SendTo, path: string): { end(): Promise<readonly Sent[]> } {
  const answers: Sent[] = []
  const ending = new AbortController()
  const asking = (async () => {
    while (!ending.signal.aborted) {
      answers.push(await send(path, { method: 'GET' }))
      await pause(50)
    }
  })()
  return {
    async end() {
      ending.abort()
      await asking
      return answers
    },
  }
}
