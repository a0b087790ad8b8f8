import type { TestDatabase } from './database.ts'

/** The DATABASE_URL of a test's database, as the service signs in. */
export function databaseAddress({ service }: Pick<TestDatabase, 'service'>): string {
  const { user = '', password, host = '', port = 0, database = '' } = service
  const secret = typeof password === 'string' ? encodeURIComponent(password) : ''
  return `postgres://${user}:${secret}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`
}
