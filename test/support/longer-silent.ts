/** In the long form, all of the silence after which a process is taken for dead is waited for. */
const isWaitedFor = process.env['LEEWAY_LONG'] === '1'

/** Lets the queue believe that whoever is at a part now has been silent for seven seconds more, of the ten it waits. */
export async function longerSilent(ask: (text: string) => Promise<unknown>): Promise<void> {
  if (isWaitedFor) return
  await ask(`update pgboss.job set heartbeat_on = heartbeat_on - interval '7 seconds' where state = 'active'`)
}
