import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import t, { type Test } from 'tap'
import {
  endUnnoted,
  isNoteAbandoned,
  isPostmasterOf,
  removeStaleNote,
  stopServer,
} from '../../src/store/embedded/postmaster.ts'

function emptyFolder(): { readonly folder: string; readonly note: string } {
  const folder = mkdtempSync(join(tmpdir(), 'leeway-note-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return { folder, note: join(folder, 'postmaster.pid') }
}

const MILLISECONDS = 500

t.test('a note that says nothing is abandoned once it is old', async (t) => {
  const { folder, note } = emptyFolder()
  t.notOk(isNoteAbandoned(folder), 'there is none')
  writeFileSync(note, '')
  t.notOk(isNoteAbandoned(folder), 'it may still be written')
  const before = new Date(Date.now() - 60_000)
  utimesSync(note, before, before)
  t.ok(isNoteAbandoned(folder))
  writeFileSync(note, '1\n/data\n0\n5432\n/data\n*\n')
  utimesSync(note, before, before)
  t.notOk(isNoteAbandoned(folder), 'it names a server')
})

t.test('a note that comes and goes while it is looked at is not abandoned', async (t) => {
  const { folder, note } = emptyFolder()
  const server = spawn('sh', ['-c', 'while :; do : > "$0"; rm "$0"; done', note], { stdio: 'ignore' })
  t.teardown(() => server.kill('SIGKILL'))
  const end = performance.now() + MILLISECONDS
  let [looks, taken] = [0, 0]
  for (; performance.now() < end; looks += 1) if (isNoteAbandoned(folder)) taken += 1
  t.ok(looks > 100, `looked at ${looks} times`)
  t.equal(taken, 0)
})

t.test('only the note of the server that is gone is removed', async (t) => {
  const { folder, note } = emptyFolder()
  writeFileSync(note, noteOf({ pid: 12, folder }))
  removeStaleNote(folder, { pid: 11 })
  t.ok(existsSync(note), 'another start has written this one since')
  removeStaleNote(folder, { pid: 12 })
  t.notOk(existsSync(note))
})

t.test('a server that has a lock is ended where the note is not its own', async (t) => {
  const { folder, data, note, lock } = databaseFolder()
  const server = likeServer(t, data)
  const pid = server.pid ?? 0
  const ended = new Promise<string | null>((resolve) => server.once('exit', (_, signal) => resolve(signal)))
  writeFileSync(lock, `${pid}\n`)
  writeFileSync(note, noteOf({ pid, folder }))
  endUnnoted(folder)
  t.equal(await Promise.race([ended, pause(200, 'it runs')]), 'it runs', 'it has its note')
  writeFileSync(note, noteOf({ pid: pid + 1, folder }))
  endUnnoted(folder)
  t.equal(await ended, 'SIGQUIT')
})

t.test('a stop ends the server that was there, and not the one that has come in its place', async (t) => {
  const { folder, data, note } = databaseFolder()
  const [first, second] = [likeServer(t, data), likeServer(t, data)]
  writeFileSync(note, noteOf({ pid: first.pid, folder }))
  const next = join(folder, 'next-note')
  writeFileSync(next, noteOf({ pid: second.pid, folder }))
  const pgCtl = join(folder, 'pg_ctl')
  writeFileSync(pgCtl, stoppingLike({ note, next }), { mode: 0o755 })
  const start = performance.now()
  await stopServer({ folder, binaries: { pgCtl, ...UNUSED }, user: undefined }, 3)
  t.ok(performance.now() - start < 3000, 'nobody waits for the other one')
  t.notOk(isPostmasterOf(data, first.pid ?? 0))
  t.ok(isPostmasterOf(data, second.pid ?? 0))
})

/** Ends whom the note names, as PostgreSQL's own does, and waits in vain for the note to go: another one is there at once. */
function stoppingLike({ note, next }: { readonly note: string; readonly next: string }): string {
  return `#!/bin/sh
kill $(head -n 1 ${note})
[ -e ${next} ] && mv ${next} ${note}
case "$*" in *--no-wait*) exit 0 ;; *) exit 1 ;; esac
`
}

const UNUSED = { initdb: '', postgres: '', folder: '', version: '' }

function databaseFolder(): { folder: string; data: string; note: string; lock: string } {
  const { folder } = emptyFolder()
  const data = join(folder, 'data')
  mkdirSync(data)
  return { folder, data, note: join(data, 'postmaster.pid'), lock: join(folder, '.s.PGSQL.5432.lock') }
}

function noteOf({ pid, folder }: { readonly pid: number | undefined; readonly folder: string }): string {
  return `${pid}\n/data\n0\n5432\n${folder}\n\n`
}

/** A process that goes by the name of the server of that database. */
function likeServer(t: Test, data: string): ChildProcess {
  const child = spawn('sleep', ['60'], { argv0: `postgres -D ${data}`, stdio: 'ignore' })
  t.teardown(() => child.kill('SIGKILL'))
  return child
}
