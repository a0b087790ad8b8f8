import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import t from 'tap'
import { PROBLEM_CODES } from '../../src/core/problems/codes.ts'
import { casesOf, corpus, corpusFolders, filesOf, listedIn } from '../support/corpus-folder.ts'
import { enormousJson, overfullYaml, repeatedYaml } from '../support/enormous-documents.ts'
import { faultyFormulas, oversizedFormulas } from '../support/enormous-formulas.ts'
import { faultyTables, oversizedTables } from '../support/enormous-tables.ts'

/** What can be wrong with a file, and no part of which may be left without cases. */
const FOLDERS = [
  'csv',
  'cycles',
  'encodings',
  'json',
  'names',
  'numbers',
  'paths',
  'ratios',
  'syntax',
  'units',
  'what-ifs',
  'yaml',
]

const enormous = [
  ...repeatedYaml,
  ...overfullYaml,
  ...enormousJson,
  ...oversizedTables,
  ...faultyTables,
  ...oversizedFormulas,
  ...faultyFormulas,
]

t.test('the corpus has 500 bad files, no two of them the same', async (t) => {
  const cases = corpusFolders().flatMap(casesOf)
  const contents = new Set(
    cases.map(({ folder, file }) =>
      createHash('sha256')
        .update(readFileSync(`${corpus}${folder}/${file}`))
        .digest('hex'),
    ),
  )
  t.ok(cases.length >= 500, `${cases.length} cases`)
  t.ok(contents.size >= 500, `${contents.size} different ones`)
  t.ok(
    new Set(enormous.map(({ claim, says }) => `${claim} ${says[0]}`)).size >= 70,
    `${enormous.length} that are made when they are needed`,
  )
})

t.test('every kind of bad file has its cases', async (t) => {
  t.strictSame(corpusFolders(), FOLDERS)
  for (const folder of FOLDERS) t.ok(casesOf(folder).length >= 15, `${folder}: ${casesOf(folder).length}`)
})

t.test('every file of the corpus is in its list, and every entry of a list is a file', async (t) => {
  for (const folder of corpusFolders())
    t.strictSame(new Set(listedIn(folder).keys()), new Set(filesOf(folder)), folder)
})

t.test('what a list says of a file is a code with a place', async (t) => {
  for (const { folder, file, says } of corpusFolders().flatMap(casesOf)) {
    t.ok(says.length > 0, `${folder}/${file}`)
    for (const text of says) {
      const [code = ''] = text.split(/[ ,]/)
      t.ok(Object.hasOwn(PROBLEM_CODES, code), `${folder}/${file}: ${text}`)
    }
  }
})
