import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { APP_ROLE } from '../role-names.ts'
import type { EmbeddedServer } from './embedded-server.ts'

const SERVICE_LOGIN = 'leeway_service'

/** The login of the service on a server of ours: it may become the application role, and nothing else. */
export async function serviceLogin({
  connection,
  folder,
}: Pick<EmbeddedServer, 'connection' | 'folder'>): Promise<pg.ClientConfig> {
  const password = readFileSync(join(folder, 'service-password'), 'utf8').trim()
  const client = new pg.Client(connection)
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query(`do $$ begin
      if not exists (select from pg_roles where rolname = '${SERVICE_LOGIN}') then
        create role ${SERVICE_LOGIN} login noinherit password ${client.escapeLiteral(password)} in role ${APP_ROLE};
      end if;
    exception when duplicate_object or unique_violation then null;
    end $$`)
  } finally {
    await client.end()
  }
  return { ...connection, user: SERVICE_LOGIN, password }
}
