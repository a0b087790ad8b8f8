import t from 'tap'
import { formatFile } from '../../src/app/format-file.ts'
import { runScenario } from '../../src/app/run-scenario.ts'
import { placeText } from '../problems/problem-case.ts'
import { memoryFiles } from '../support/memory-files.ts'
import { richDistrict } from '../support/rich-district.ts'
import { smallDistrict } from '../support/small-district.ts'

const line = (amount: string, more = ''): { lines: string } => ({
  lines: `lines:\n  - id: base\n    amount: ${amount}\n    fund: general\n    flexibility: free${more}`,
})

t.test('expressions come into their one form, and their quotes stay', async (t) => {
  const forms: Readonly<Record<string, string>> = {
    'enrollment*base': 'enrollment * base',
    '(enrollment)*(base)': 'enrollment * base',
    '"enrollment*base"': '"enrollment * base"',
    "'enrollment*base'": "'enrollment * base'",
    'if( level=="ES",base,2*base )*enrollment': 'if(level == "ES", base, 2 * base) * enrollment',
    "if(level=='ES',base,2*base)*enrollment": 'if(level == "ES", base, 2 * base) * enrollment',
    '"if(level==\'ES\',base,2*base)*enrollment"': String.raw`"if(level == \"ES\", base, 2 * base) * enrollment"`,
    "'if(level==''ES'',base,2*base)*enrollment'": `'if(level == "ES", base, 2 * base) * enrollment'`,
    'base*enrollment   # as printed': 'base * enrollment   # as printed',
    'base*( enrollment+frl )-(base*frl)': 'base * (enrollment + frl) - base * frl',
    '1500.50*1': '1500.50 * 1',
  }
  for (const [before, after] of Object.entries(forms))
    t.equal(await formatted(smallDistrict(line(before))), smallDistrict(line(after)), before)
})

t.test('an expression that needs quotes in its new form gets them', async (t) => {
  const forms: Readonly<Record<string, string>> = {
    'total(base*enrollment,by:level)': "'total(base * enrollment, by: level)'",
    '(-base)*enrollment': "'-base * enrollment'",
    '("ES"==level)': `'"ES" == level'`,
  }
  for (const [before, after] of Object.entries(forms)) {
    const blocks = before.includes('==')
      ? (text: string) => line('base * enrollment', `\n    when: ${text}`)
      : line
    t.equal(await formatted(smallDistrict(blocks(before))), smallDistrict(blocks(after)), before)
  }
})

t.test('every place that holds an expression is put into form', async (t) => {
  const before = {
    pupils: 'pupils: (enrollment)',
    measures: 'measures: { a: (frl), b: { value: (a), label: B } }',
    lines:
      'lines: [{ id: base, amount: (base)*a, when: (frl>1), fund: general, flexibility: free }]\nadjustments:\n  - { id: lift, kind: minimum, least: (base)*1, when: (a>2) }',
    figures: 'figures: [{ id: f, amount: (line.base) }]\nrestrict: (frl)>1',
  }
  const after = {
    pupils: 'pupils: enrollment',
    measures: 'measures: { a: frl, b: { value: a, label: B } }',
    lines:
      'lines: [{ id: base, amount: base * a, when: frl > 1, fund: general, flexibility: free }]\nadjustments:\n  - { id: lift, kind: minimum, least: base * 1, when: a > 2 }',
    figures: 'figures: [{ id: f, amount: line.base }]\nrestrict: frl > 1',
  }
  t.equal(await formatted(smallDistrict(before)), smallDistrict(after))
})

t.test('what a what-if adds or replaces is put into form, and its numbers stay', async (t) => {
  const changes = (by: string, over: string, sum: string): string => `leeway: 1
scenario: { id: a, budget: new-money }
base: base.yaml
changes:
  - { set: base, to: "1500.50", source: (p. 3)*2 }
  - { scale: base, by: "1.50", places: "2" }
  - { change_counts: frl, add: { "1": "05" }, note: a*b }
  - add_line: { id: extra, amount: ${by}, when: ${over}, fund: general, flexibility: free, note: (x) }
  - { replace_line: { id: base, amount: ${by}, fund: general, flexibility: free } }
  - add_adjustment: { id: lift, kind: minimum, least: ${by}, when: ${over} }
  - replace_adjustment:
      id: lift
      kind: floor_change
      against: ${by}
      least: ${sum}
      per: { now: ${sum}, then: ${sum} }
  - { restrict: ${over} }
vary: { base: { from: "100.50", to: "101.50", step: "0.50" } }
`
  const before = changes('(frl)*base', 'frl>1', '(frl+1)')
  t.equal(await formatted(before, smallDistrict()), changes('frl * base', 'frl > 1', 'frl + 1'))
})

t.test('remarks, order, layout and blocks of several lines stay as their author set them', async (t) => {
  const text = `# ours\n\n${smallDistrict(line('>-\n      enrollment*base\n      + (frl)*base', '\n\n    # the end'))}\n# last\n`
  t.equal(await formatted(text), text)
  const literal = smallDistrict(line('|\n      enrollment*base\n'))
  t.equal(await formatted(literal), literal)
  const plain = smallDistrict(line('enrollment*base\n      + (frl)*base'))
  t.equal(await formatted(plain), plain)
})

t.test('what looks like an expression and is none stays', async (t) => {
  const text = smallDistrict({
    scenario: 'scenario: { id: a*b, name: (c) }',
    ...line('enrollment * base', '\n    label: x*y\n    note: (z)'),
  })
  t.equal(await formatted(text), text)
})

t.test('line ends become those of Unix, and the file ends with one', async (t) => {
  t.equal(await formatted(smallDistrict().replaceAll('\n', '\r\n')), smallDistrict())
  t.equal(await formatted(smallDistrict().trimEnd()), smallDistrict())
  t.equal(await formatted(`\ufeff${smallDistrict()}`), smallDistrict())
})

t.test('JSON is put into form inside its quotes', async (t) => {
  const json = (amount: string): string =>
    `{ "leeway": 1, // ours\n  "formula": { "lines": [ { "amount": ${JSON.stringify(amount)} } ] } }\n`
  t.equal(await formatted(json(`if(level=='ES',1,2)`)), json('if(level == "ES", 1, 2)'))
})

t.test('a formula in a file of its own is put into form', async (t) => {
  const own = (amount: string): string => smallDistrict({ scenario: '', data: '', ...line(amount) })
  t.equal(await formatted(own('base*enrollment')), own('base * enrollment'))
})

t.test('what is in form stays, and says the same', async (t) => {
  const untidy = richDistrict.replaceAll(' * ', '*').replaceAll(' + ', '+').replace('sum(k5)', '( sum(k5) )')
  t.not(untidy, richDistrict)
  const once = await formatted(untidy)
  t.equal(once, richDistrict)
  t.equal(await formatted(once), once)
  const resultOf = async (text: string) =>
    JSON.stringify((await runScenario('a.yaml', memoryFiles({ 'a.yaml': text }))).run?.result)
  t.equal(await resultOf(untidy), await resultOf(once))
})

t.test('a file that cannot be read is not written', async (t) => {
  const problemsOf = async (text: string) => {
    const { texts, problems } = await formatFile('a.yaml', memoryFiles({ 'a.yaml': text }))
    t.equal(texts, undefined)
    return problems.map(({ code, where }) => `${code} ${placeText(where)}`)
  }
  t.strictSame(await problemsOf('a: ['), ['YAML_SYNTAX a.yaml:1:5'])
  t.strictSame(await problemsOf('a: 1\n'), ['FORMAT_VERSION a.yaml:1:1'])
  t.strictSame(await problemsOf(smallDistrict(line('enrollment *'))), ['EXPRESSION_SYNTAX a.yaml:17:27'])
})

async function formatted(text: string, base = ''): Promise<string> {
  const { texts, problems } = await formatFile('a.yaml', memoryFiles({ 'a.yaml': text, 'base.yaml': base }))
  if (texts === undefined) throw new Error(problems.map(({ message }) => message).join('; '))
  return texts.after
}
