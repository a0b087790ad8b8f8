import { join } from 'node:path'
import t from 'tap'
import { startEmbedded } from '../../src/store/embedded/embedded-server.ts'
import { asAdministrator, reachableFolder } from '../support/database.ts'
import { postmasterOf, serverProcess } from '../support/server-process.ts'

t.test('a server that hangs is replaced', async (t) => {
  const folder = reachableFolder(t)
  const first = await serverProcess(t, folder)
  await first.kill()
  process.kill(postmasterOf(first.folder), 'SIGSTOP')
  const server = await startEmbedded({
    dataDir: join(folder, 'data'),
    shelters: [join(folder, 'shelter')],
    patience: { toAnswer: 1_000, deaf: 500 },
    tell: () => undefined,
  })
  t.teardown(() => server.stop())
  t.equal(server.folder, first.folder)
  await asAdministrator(server.connection, async (client) => {
    t.strictSame((await client.query('select 1 as n')).rows, [{ n: 1 }])
  })
})
