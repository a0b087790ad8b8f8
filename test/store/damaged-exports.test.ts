import t from 'tap'
import { importDistrict } from '../../src/store/import-district.ts'
import { StoreFault } from '../../src/store/store-fault.ts'
import { asAdministrator, databaseServer, type TestDatabase } from '../support/database.ts'
import { contentLines, exported, imported, sealed } from '../support/district-copy.ts'
import { fillDistrict } from '../support/filled-district.ts'
import { idOf } from '../support/planted-rows.ts'

const clone = await databaseServer(t)
const [target, lines] = [await clone(), await originalLines(await clone())]
const whole = sealed(lines)

/** An export of a district with rows in every table, and one entry of the audit, so that it stays short. */
async function originalLines(from: TestDatabase): Promise<string[]> {
  await asAdministrator(from.administrator, fillDistrict)
  const all = contentLines(await exported(from.pool, idOf('a')))
  const isEntry = (line: string): boolean => line.startsWith('{"table":"audit"')
  return [...all.filter((line) => !isEntry(line)), ...all.filter(isEntry).slice(0, 1)]
}

async function faultOf(file: string): Promise<string> {
  try {
    await imported(target.pool, file)
  } catch (thrown) {
    if (thrown instanceof StoreFault) return thrown.message
    throw thrown
  }
  return 'it was imported'
}

/** Rows in the target, of whatever table: what is left of an import that was refused. */
async function rowsLeft(): Promise<string> {
  return asAdministrator(target.administrator, async (client) => {
    const { rows } = await client.query<{ readonly count: string }>(
      `select (select count(*) from leeway.districts) + (select count(*) from leeway.audit)
        + (select count(*) from leeway.schools) as count`,
    )
    return rows[0]?.count ?? ''
  })
}

/** All damages at all lines, with `LEEWAY_LONG=1`; without it every line has half of them. */
const IS_LONG = process.env['LEEWAY_LONG'] === '1'

/** What may happen to a file at one of its lines, the last one among them. */
const DAMAGES: Readonly<Record<string, (all: readonly string[], at: number) => string>> = {
  'cut off before the line': (all, at) => textOf(all.slice(0, at)),
  'cut off in the line': (all, at) => textOf(all.slice(0, at)) + (all[at] ?? '').slice(0, 20),
  'cut off before its end': (all, at) => textOf(all.slice(0, at)) + (all[at] ?? ''),
  'the line is missing': (all, at) => textOf(all.toSpliced(at, 1)),
  'the line is there twice': (all, at) => textOf(all.toSpliced(at, 0, all[at] ?? '')),
  'the line has a space more': (all, at) => textOf(all.with(at, (all[at] ?? '').replace('{', '{ '))),
  'the line has another digit': (all, at) => textOf(all.with(at, otherDigit(all[at] ?? ''))),
}

function textOf(all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join('')
}

/** The last digit of a line is another one. */
function otherDigit(line: string): string {
  return line.replace(/\d(?=\D*$)/, (digit) => `${(Number(digit) + 1) % 10}`)
}

t.test('a file that was damaged at any of its lines is refused, and leaves nothing', async (t) => {
  const all = whole.split('\n').slice(0, -1)
  const wrong: string[] = []
  let tried = 0
  for (const [i, [damage, of]] of Object.entries(DAMAGES).entries()) {
    for (const at of all.keys()) {
      if (!IS_LONG && (at + i) % 2 === 1) continue
      const file = of(all, at)
      // Some lines have no digit; a space in the last line changes nothing that it says.
      if (file === whole || (at === all.length - 1 && damage.includes('space'))) continue
      tried += 1
      const words = await faultOf(file)
      if (!/^line \d+: .*; nothing was imported$/.test(words))
        wrong.push(`${damage}, line ${at + 1}: ${words}`)
    }
  }
  t.strictSame(wrong, [])
  t.ok(all.length > 25 && tried > (IS_LONG ? 6 : 3) * all.length, `${tried} damages of ${all.length} lines`)
  t.equal(await rowsLeft(), '0')
})

/** The file with one line made another, and a last line that fits it, as somebody would make it who wants it taken. */
function forged(at: number, from: string | RegExp, to: string): string {
  return sealed(lines.with(at, (lines[at] ?? '').replace(from, to)))
}

/** The place of the first line of a table. */
function lineOf(table: string): number {
  return lines.findIndex((line) => line.startsWith(`{"table":"${table}"`))
}

const schools = lineOf('schools')
const password = `{"table":"passwords","row":{"person_id":"${idOf('a kim')}","hash":"x"}}`

/** Files whose count and hash are right, and what is said of each. */
const FORGED: readonly (readonly [string, RegExp])[] = [
  ['', /^line 1: this is no export of a district/],
  ['\n', /^line 1: this is no export/],
  ['PK\u0003\u0004\n', /^line 1: this is no export/],
  ['{"leeway_export":2}\n', /^line 1: the file is of format 2, and this Leeway reads 1/],
  [forged(0, '"district":{', '"district":{"id":1,'), /^line 1: this is no export/],
  [sealed([lines[0] ?? '']), /^line 2: the district itself is missing/],
  [sealed(lines.toSpliced(1, 1)), /^line 2: the district itself comes first/],
  [sealed([...lines, lines[1] ?? '']), /^line \d+: there is a second district/],
  [forged(1, '"code":"d-a"', '"code":"d-b"'), /^line 2: the district is another one than on line 1/],
  [whole.slice(0, -1), /^line \d+: it is cut off;/],
  [whole.replace(/"rows":\d+/, '"rows":1'), /^line \d+: the file has \d+ rows, and had other than that/],
  [whole.replace('"sha256"', '"more":1,"sha256"'), /^line \d+: it is no last line of an export/],
  [`${whole}${whole}`, /^line \d+: the file goes on after its last line/],
  [sealed(lines.with(schools, '[]')), /^line 3: it is no JSON object/],
  [sealed(lines.with(schools, 'null')), /^line 3: it is no JSON object/],
  [sealed(lines.with(schools, '{}')), /^line 3: it is no row of an export/],
  [forged(schools, '{"table"', '{"more":1,"table"'), /^line 3: it is no row/],
  [forged(schools, '"schools"', '"migration"'), /^line 3: there is no table migration/],
  [forged(schools, '"schools"', '"people; --"'), /^line 3: there is no table a name that is none/],
  [forged(schools, '"name"', '"named"'), /^line 3: schools has no column named/],
  [forged(schools, '"name"', '"__proto__"'), /^line 3: schools has no column a name/],
  [forged(schools, '"name"', '"district_id"'), /^line 3: schools has no column district_id/],
  [forged(schools, '"school_id"', '"revision"'), /^line 3: schools.school_id is missing/],
  [forged(schools, /"name":"[^"]*\\"x\\""/, '"name":{}'), /^line 3: schools.name is no value/],
  [sealed([...lines, password]), /passwords are no part of an export: people get new ones/],
  [
    forged(schools, '"school_id":"s1"', '"school_id":"s2"'),
    /^line 4: a row of schools cannot be added: there is one/,
  ],
  [
    forged(lineOf('person_schools'), '"s1"', '"s9"'),
    /person_schools cannot be added: something that is named is not/,
  ],
  [
    forged(lineOf('dataset_rows'), '"-0.50"', '"NaN"'),
    /dataset_rows cannot be added: a value is against a rule/,
  ],
  [
    forged(lineOf('dataset_rows'), '"-0.50"', '"1e999999"'),
    /dataset_rows cannot be added: a value cannot be stored/,
  ],
  [forged(lineOf('run_rows'), '"s1"', '"s\\u0000"'), /run_rows cannot be added: a value cannot be stored/],
  [
    forged(lineOf('people'), '"supervisor"', '"superuser"'),
    /people cannot be added: a value is against a rule/,
  ],
]

t.test(
  'a file that somebody made is held to every rule, and the line is named that breaks one',
  async (t) => {
    for (const [file, words] of FORGED) {
      const said = await faultOf(file)
      t.match(said, words)
      t.match(said, /; nothing was imported$/)
    }
    t.equal(await rowsLeft(), '0')
  },
)

t.test('a line that is not UTF-8, and one without end, are refused', async (t) => {
  const file = Buffer.from(whole)
  file[file.indexOf('"schools"') + 1] = 0xff
  const names = { code: undefined, name: undefined }
  const bytes = async function* (): AsyncGenerator<Uint8Array> {
    yield file
  }
  await t.rejects(importDistrict(target.pool, bytes(), names), {
    message: /^line 3: it is no JSON object in UTF-8/,
  })
  let given = 0
  const endless = async function* (): AsyncGenerator<Uint8Array> {
    const piece = Buffer.alloc(16 * 1_048_576, ' ')
    for (given = 1; given < 100; given += 1) yield piece
  }
  await t.rejects(importDistrict(target.pool, endless(), names), {
    message: /^line 1: it is longer than 268435456/,
  })
  t.equal(given, 17, 'and nothing is read after its 256 MB')
})

t.test('the file itself is taken, so what was refused was refused for its damage', async (t) => {
  t.match(await imported(target.pool, whole), { code: 'd-a', rows: lines.length - 1 })
  t.not(await rowsLeft(), '0')
})
