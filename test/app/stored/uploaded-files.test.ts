import { readFileSync } from 'node:fs'
import t from 'tap'
import { parse } from 'yaml'
import { runScenario } from '../../../src/app/run-scenario.ts'
import { diskFiles } from '../../../src/cli/disk-files.ts'
import type { DatasetFile } from '../../../src/contract/schema/dataset-schema.ts'
import { committedScenarios, root, textOf } from '../../support/committed-scenarios.ts'
import { computedText } from '../../support/computed-text.ts'
import { type KeptInMemory, keptInMemory } from '../../support/kept-in-memory.ts'
import { scenarioParts, uploaded } from '../../support/read-for-keeping.ts'

const FILE = /^ {2}file: (\S+\.csv)$/m
const BASE = /^base: (\S+)\.yaml$/m

/** The scenario file with addresses in the place of paths, after what it names was kept. */
async function kept(
  keep: KeptInMemory,
  path: string,
  damage = (text: string): string => text,
): Promise<string> {
  const text = textOf(path)
  const [, csv] = FILE.exec(text) ?? []
  if (csv !== undefined) {
    const data: DatasetFile = parse(text, { schema: 'failsafe' }).data
    const { id, name, encoding, delimiter } = data
    const stated = {
      ...(id && { id }),
      ...(name && { name }),
      ...(encoding && { encoding }),
      ...(delimiter && { delimiter }),
    }
    const bytes = readFileSync(root + path.slice(0, path.lastIndexOf('/') + 1) + csv)
    const written = new TextDecoder(encoding).decode(bytes)
    keep.keepTable(csv, await uploaded(damage(written) === written ? bytes : damage(written), stated))
  }
  const addressed = text.replace(FILE, '  file: datasets/$1').replace(BASE, 'base: scenarios/$1')
  const name = path.slice(path.lastIndexOf('/') + 1, -'.yaml'.length)
  return keep.keepScenario(name, await scenarioParts(addressed)).content
}

async function printedRun(path: string): Promise<string> {
  const { run } = await runScenario(root + path, diskFiles())
  return `${JSON.stringify(run?.result, null, 2)}\n`
}

t.test('a file that is uploaded gives the bytes that it gives beside its scenario', async (t) => {
  const withFile = committedScenarios().filter((path) => FILE.test(textOf(path)))
  t.ok(withFile.length >= 12, `${withFile.length} scenarios have a file of schools`)
  for (const path of withFile) {
    const keep = keptInMemory()
    t.ok((await computedText(await kept(keep, path), keep.kept)) === (await printedRun(path)), path)
  }
})

t.test('a what-if on a base that is kept gives the bytes that it gives on the base as a file', async (t) => {
  const keep = keptInMemory()
  await kept(keep, 'scenarios/demonstration/district.yaml')
  const whatIfs = committedScenarios().filter((path) => BASE.test(textOf(path)))
  t.ok(whatIfs.length >= 10, `${whatIfs.length} what-ifs`)
  for (const path of whatIfs) {
    const content = await kept(keep, path)
    t.match(content, /"base":"scenarios\/[-0-9a-f]{36}@1"/)
    t.ok((await computedText(content, keep.kept)) === (await printedRun(path)), path)
  }
})

t.test('the control: one student less in a file that is uploaded is found', async (t) => {
  const path = 'scenarios/seattle/wss-2020-21.yaml'
  const oneLess = (text: string): string =>
    text.replace(/,(\d*[1-9])(?=[,\r\n])/, (_, count) => `,${Number(count) - 1}`)
  const keep = keptInMemory()
  const content = await kept(keep, path, oneLess)
  t.not(await computedText(content, keep.kept), await printedRun(path))
})
