import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { root } from '../support/committed-scenarios.ts'
import { smallDistrict } from '../support/small-district.ts'
import { leeway } from '../support/spawned-leeway.ts'
import { inProcess } from '../support/split-terminal.ts'

const demonstration = `${root}scenarios/demonstration/district.yaml`
const sanFrancisco = `${root}scenarios/san-francisco/2022-23.yaml`
const farAway = { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', LANGUAGE: 'tr' }

t.test('no time zone and no language changes a byte', async (t) => {
  for (const args of [
    ['run', '--format', 'json', demonstration],
    ['run', '--format', 'csv', demonstration],
    ['run', demonstration],
    ['check', '--format', 'json', sanFrancisco],
    ['explain', demonstration, '--school', '0101'],
    ['fmt', sanFrancisco],
  ]) {
    const here = await inProcess(args)
    t.equal(here.code, 0, args.join(' '))
    t.not(here.out, '', args.join(' '))
    t.strictSame(await leeway(args, { env: farAway }), here, args.join(' '))
  }
})

t.test('a run gives the same bytes from every folder, and in a copy', async (t) => {
  const elsewhere = t.testdir({})
  cpSync(`${root}scenarios/demonstration`, `${elsewhere}/d`, { recursive: true })
  const run = ['run', '--format', 'json']
  const here = await inProcess([...run, demonstration])
  t.equal(here.code, 0)
  t.strictSame(await leeway([...run, 'd/district.yaml'], { cwd: elsewhere }), here)
  t.strictSame(await leeway([...run, '../d/district.yaml'], { cwd: `${elsewhere}/d` }), here)
})

t.test('the row order of a CSV file changes no byte of a result', async (t) => {
  const folder = t.testdir({})
  cpSync(`${root}scenarios/demonstration`, `${folder}/d`, { recursive: true })
  const [header = '', ...rows] = readFileSync(`${folder}/d/schools.csv`, 'utf8').trimEnd().split('\n')
  writeFileSync(`${folder}/d/schools.csv`, `${[header, ...rows.toReversed()].join('\n')}\n`)
  const usual = await inProcess(['run', '--format', 'json', demonstration])
  const reversed = await inProcess(['run', '--format', 'json', `${folder}/d/district.yaml`])
  t.equal(usual.code, 0)
  t.equal(reversed.out, usual.out)
})

t.test('schools stand in the order of their code points, whatever the alphabet of the reader', async (t) => {
  // Turkish sorts ı before i, and English neither before Z.
  const ids = ['Z', 'ı', 'i', 'I', 'İ', 'ö', 'a', 'o', '10', '9']
  const rows = ids.map((id) => `    - { id: "${id}", enrollment: 1, frl: 0, level: ES }`)
  const folder = t.testdir({ 'letters.yaml': smallDistrict({ data: `data:\n  rows:\n${rows.join('\n')}` }) })
  const args = ['run', '--format', 'csv', `${folder}/letters.yaml`]
  for (const { code, out } of [await inProcess(args), await leeway(args, { env: farAway })]) {
    t.equal(code, 0)
    const order = out
      .trimEnd()
      .split('\r\n')
      .map((row) => row.split(',')[0])
    t.strictSame(order, ['id', '10', '9', 'I', 'Z', 'a', 'i', 'o', 'ö', 'İ', 'ı'])
  }
})
