import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { isNoteAbandoned } from '../../src/store/embedded/postmaster.ts'

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
