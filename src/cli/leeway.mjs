#!/usr/bin/env node
// Plain JavaScript, so that any Node can start it: the sources need Node 24, which npm has put beside them.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import module from 'node:module'
import { fileURLToPath } from 'node:url'

const FIRST_MAJOR = 24
const isRecent = Number(process.versions.node.split('.')[0]) >= FIRST_MAJOR

if (isRecent) {
  // Sources are stripped of their types once, and not every time somebody types a command.
  module.enableCompileCache()
  const program = await loaded()
  process.exitCode = program === undefined ? 70 : await program.main(process.argv.slice(2))
} else {
  const name = process.platform === 'win32' ? 'node.cmd' : 'node'
  const ours = fileURLToPath(new URL(`../../node_modules/.bin/${name}`, import.meta.url))
  if (existsSync(ours)) {
    const script = fileURLToPath(import.meta.url)
    const run = spawnSync(ours, [script, ...process.argv.slice(2)], {
      stdio: 'inherit',
      shell: process.platform === 'win32',
    })
    process.exitCode = run.status ?? 70
  } else {
    process.stderr.write(
      `leeway needs Node ${FIRST_MAJOR}: run "npm ci" in its folder, which brings one along\n`,
    )
    process.exitCode = 70
  }
}

async function loaded() {
  try {
    return await import('./main.ts')
  } catch (thrown) {
    process.stderr.write(`leeway cannot start: ${thrown.message}\nRun "npm ci" in its folder.\n`)
    return undefined
  }
}
