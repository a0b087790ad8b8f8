import fc from 'fast-check'
import t from 'tap'
import { parse } from '../../../src/core/formula/parse.ts'
import { print } from '../../../src/core/formula/print.ts'
import { fails, holds } from '../../support/property.ts'
import { faultsIn } from '../../support/small-case.ts'
import { treeText } from '../../support/tree-text.ts'

const hostile = [
  'constructor',
  '__proto__',
  'toString',
  'hasOwnProperty',
  'a constructor b',
  '1 toString 2',
  'constructor(1)',
  'toString()',
  'constructor.constructor("return process")()',
  'enrollment.constructor',
  '__proto__.polluted = 1',
  'this',
  'globalThis.process.exit(1)',
  'process.exit(1)',
  'import("fs")',
  'require("child_process")',
  'eval("1")',
  'new Function("return 1")()',
  '(() => { throw 1 })()',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the braces are what is hostile
  '`${process.env}`',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the braces are what is hostile
  '${enrollment}',
  '{{enrollment}}',
  '<script>alert(1)</script>',
  '=cmd|"/c calc"!A1',
  "'; DROP TABLE schools; --",
  'enrollment /* comment */',
  'enrollment // comment',
  'enrollment # comment',
  'enrollment[0]',
  'enrollment?.length',
  'enrollment ?? 1',
  'enrollment ** 2',
  'enrollment ++ 1',
  '0x1F',
  '1e999999999',
  'NaN',
  'Infinity',
  '١٢٣',
  '１２',
  'enrollment\u0000',
  'enroll\u200bment',
  '\u202eenrollment',
  '\ud800',
  '"\ud800',
  '\ufeffenrollment enrollment',
  '9'.repeat(3999),
  '('.repeat(3999),
  '-'.repeat(3999),
  'not '.repeat(999),
  'if('.repeat(1300),
  'a.'.repeat(1999),
  '"'.repeat(3999),
  '1+'.repeat(1999),
]

t.test('a hostile text in a formula is a problem at its place, and nothing else', async (t) => {
  t.ok(hostile.length >= 28)
  const codes = new Set(['EXPRESSION_SYNTAX', 'NAME_UNKNOWN', 'FUNCTION_UNKNOWN', 'YAML_SYNTAX'])
  for (const text of hostile) {
    const faults = await faultsIn({ lines: { attacked: text } })
    const [first] = faults
    t.equal(faults.length, 1, `${shown(text)}: ${faults.map(({ code }) => code).join()}`)
    t.ok(first && codes.has(first.code), `${shown(text)}: ${first?.code}`)
    t.notMatch(JSON.stringify(first), 'native code')
  }
})

const alphabet = [
  '+ - * / ( ) < <= > >= == != , : .. . = % $ [ 0 1 1.5 007 1e5 enrollment weight.frl ell é 😀',
  'and or not true false if round total by half_even constructor',
]
  .flatMap((words) => words.split(' '))
  .concat(['"', "'", ' ', '\n', '\ud800'])
const tokens = fc.array(fc.constantFrom(...alphabet), { maxLength: 24, size: 'max' })

t.test(
  'any text of the language is read or refused with a place, and what is read prints the same',
  async (t) => {
    const started = performance.now()
    let read = 0
    await holds(
      t,
      fc.property(tokens, fc.constantFrom('', ' '), (words, between) => {
        const text = words.join(between)
        const parsed = parse(text)
        if (parsed.kind === 'fault') {
          const { span, message } = parsed.fault
          return message !== '' && span.start >= 0 && span.start <= span.end && span.end <= text.length
        }
        read += 1
        const again = parse(print(parsed.expression))
        return again.kind === 'expression' && treeText(again.expression) === treeText(parsed.expression)
      }),
      { runs: 100_000 },
    )
    t.ok(read > 100, `${read} of them were expressions`)
    t.ok(performance.now() - started < 30_000)
  },
)

t.test('most such texts are refused', async (t) => {
  await fails(
    t,
    fc.property(tokens, (words) => parse(words.join(' ')).kind === 'expression'),
    { runs: 100 },
  )
})

/** A text that no reader of the test's output can trip over. */
function shown(text: string): string {
  return text.slice(0, 40).replaceAll(/[^ -~]/g, (unit) => `U+${unit.charCodeAt(0).toString(16)}`)
}
