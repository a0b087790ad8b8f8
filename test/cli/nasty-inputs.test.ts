import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { smallDistrict } from '../support/small-district.ts'
import { leeway } from '../support/spawned-leeway.ts'
import { inProcess } from '../support/split-terminal.ts'

const folder = t.testdir({
  'empty.yaml': '',
  'blank.yaml': ' \n\n',
  'scalar.yaml': 'leeway',
  'list.yaml': '- leeway: 1\n',
  'other.yaml': 'services:\n  web: { image: x }\n',
  'tabs.yaml': 'leeway: 1\n\tformula: x\n',
  'two-documents.yaml': 'leeway: 1\n---\nleeway: 1\n',
  'unclosed.yaml': 'leeway: 1\nformula: { id: "x\n',
  'no-formula.yaml': 'leeway: 1\n',
  'empty-formula.yaml': 'leeway: 1\nformula: {}\ndata: { rows: [] }\n',
  'null.json': 'null',
  'unclosed.json': '{ "leeway": "1", ',
  'wrong-types.yaml': 'leeway: 1\nscenario: 3\nformula: [1, 2]\ndata: 7\ncontrols: x\n',
  'reserved.yaml': 'leeway: 1\n__proto__: { a: 1 }\nconstructor: 2\n',
  'deep.yaml': `leeway: 1\nformula: ${'['.repeat(20_000)}`,
  'deep.json': '['.repeat(200_000),
  'deep-expression.yaml': smallDistrict({
    pupils: `pupils: ${'('.repeat(20_000)}enrollment${')'.repeat(20_000)}`,
  }),
  'long-line.yaml': `leeway: 1\n${'x'.repeat(200_000)}: 1\n`,
  'itself.yaml': 'leeway: 1\nformula: itself.yaml\ndata: itself.yaml\n',
  'data-missing.yaml': smallDistrict({ data: 'data: { file: nowhere.csv }' }),
  'data-folder.yaml': smallDistrict({ data: 'data: { file: folder }' }),
  'data-empty.yaml': smallDistrict({ data: 'data: { file: empty.csv }' }),
  'data-header.yaml': smallDistrict({ data: 'data: { file: header.csv }' }),
  'data-binary.yaml': smallDistrict({ data: 'data: { file: binary.csv }' }),
  'data-outside.yaml': smallDistrict({ data: 'data: { file: ../../../../package.json }' }),
  'data-quote.yaml': smallDistrict({ data: 'data: { file: quote.csv }' }),
  'zero.yaml': smallDistrict({
    lines:
      'lines:\n  - { id: base, amount: base * enrollment / (enrollment - 10), fund: general, flexibility: free }',
  }),
  'huge.yaml': smallDistrict({
    lines: 'lines:\n  - { id: base, amount: base * pow(10, 999999999), fund: general, flexibility: free }',
  }),
  'exponent.yaml': smallDistrict({
    parameters: 'parameters:\n  base: { value: "1e100000000", unit: money/pupil, assumed: x }',
  }),
  'empty.csv': '',
  'header.csv': 'id,enrollment,frl,level\n',
  'quote.csv': 'id,enrollment,frl,level\n"1,10,4,ES\n',
  'noughts.yaml': 'leeway: 1\n\u0000\u0000',
})
const bytes = Uint8Array.from({ length: 4000 }, (_, i) => (i * 197 + 61) % 256)
writeFileSync(`${folder}/binary.yaml`, bytes)
writeFileSync(`${folder}/binary.csv`, bytes)
writeFileSync(`${folder}/utf-16.yaml`, Buffer.from('\ufeffleeway: 1\n', 'utf16le'))
writeFileSync(`${folder}/twenty-megabytes.yaml`, `leeway: 1\n${'- { a: b, c: [1, 2, 3] }\n'.repeat(800_000)}`)
mkdirSync(`${folder}/folder`)
symlinkSync('loop.yaml', `${folder}/loop.yaml`)
symlinkSync('nowhere.yaml', `${folder}/dangling.yaml`)
writeFileSync(`${folder}/locked.yaml`, smallDistrict())
chmodSync(`${folder}/locked.yaml`, 0)

const nasty = [
  'empty blank scalar list other tabs two-documents unclosed no-formula empty-formula wrong-types reserved deep',
  'deep-expression long-line itself noughts data-missing data-folder data-empty data-header data-binary data-outside',
  'data-quote zero huge exponent binary utf-16 twenty-megabytes loop dangling',
  // Who administers a machine reads what is locked as well.
  process.getuid?.() === 0 ? 'empty' : 'locked',
].flatMap((names) => names.split(' ').map((name) => `${name}.yaml`))
const files = [
  ...nasty,
  'null.json',
  'unclosed.json',
  'deep.json',
  'folder',
  'nowhere.yaml',
  'empty.yaml/x',
  'x'.repeat(5000),
]

t.test('no input, however nasty, gets a result, a stack trace or a fault of ours', async (t) => {
  for (const file of files) {
    for (const args of [['check'], ['run'], ['run', '--format', 'csv'], ['explain', '--school', '1']]) {
      const { code, out, err } = await inProcess([...args, `${folder}/${file}`])
      const words = `${args.join(' ')} ${file.slice(0, 30)}`
      t.strictSame([code, out], [1, ''], words)
      t.match(err, /error: \S.*\[[A-Z_0-9]+\]\n/, words)
      t.match(err, /\n\d+ errors?, \d+ warnings?\n$/, words)
      t.notMatch(err, /\n {4}at |the fault is ours|undefined|\[object |NaN/, words)
      t.ok(err.length < 30_000, `${words}: ${err.length} characters`)
    }
    const { code, err } = await inProcess(['fmt', `${folder}/${file}`])
    t.ok(code === 0 || code === 1, `fmt ${file.slice(0, 30)}: ${code}`)
    t.notMatch(err, /\n {4}at |the fault is ours/, `fmt ${file.slice(0, 30)}`)
  }
})

t.test('the nastiest of them end the same way in a process of their own', async (t) => {
  const chosen = [
    'twenty-megabytes.yaml',
    'deep.yaml',
    'deep-expression.yaml',
    'loop.yaml',
    'binary.yaml',
    'folder',
  ]
  const endings = await Promise.all(
    chosen.map(async (file) => ({ file, ...(await leeway(['run', file], { cwd: folder })) })),
  )
  for (const { file, code, out, err } of endings) {
    t.strictSame([code, out], [1, ''], file)
    t.match(err, /error: \S.*\[[A-Z_0-9]+\]\n/, file)
    t.notMatch(err, /^ {4}at |node:internal/m, file)
  }
})

t.test('what is amiss is said in the words of the reader', async (t) => {
  const said: Readonly<Record<string, string>> = {
    folder: 'the file cannot be read [FILE_UNREADABLE]',
    'loop.yaml': 'the file cannot be read [FILE_UNREADABLE]',
    'dangling.yaml': 'there is no such file [FILE_NOT_FOUND]',
    'twenty-megabytes.yaml': 'the file is too large for a document [FILE_TOO_LARGE]',
    'deep.json': 'the document is nested too deeply [TOO_DEEP]',
    'utf-16.yaml': 'the file is in UTF-16 [FILE_NOT_UTF8]',
    'other.yaml': 'the file does not say that it is a Leeway file [FORMAT_VERSION]',
    'data-outside.yaml': 'the path leaves the folder of the scenario file [FILE_OUTSIDE_ROOT]',
    'data-missing.yaml': 'there is no such file [FILE_NOT_FOUND]',
  }
  for (const [file, words] of Object.entries(said))
    t.match((await inProcess(['run', `${folder}/${file}`])).err, words, file)
})
