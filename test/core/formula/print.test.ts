import fc from 'fast-check'
import t from 'tap'
import { parse } from '../../../src/core/formula/parse.ts'
import { print, quoted } from '../../../src/core/formula/print.ts'
import type { Expression } from '../../../src/core/formula/syntax.ts'
import { fails, holds } from '../../support/property.ts'
import { anyExpression } from '../../support/random-expression.ts'
import { treeText } from '../../support/tree-text.ts'

t.test('an expression has one form: single spaces, and no parenthesis that is not needed', async (t) => {
  const printed = {
    'a*b+c': 'a * b + c',
    '(a*b)+c': 'a * b + c',
    'a*(b+c)': 'a * (b + c)',
    'a-(b-c)': 'a - (b - c)',
    '(a-b)-c': 'a - b - c',
    'a/(b*c)': 'a / (b * c)',
    'a + (b + c)': 'a + (b + c)',
    '-(a+b)': '-(a + b)',
    '-(-a)': '--a',
    '(-a)*b': '-a * b',
    '-(a*b)': '-(a * b)',
    'not(a and b)': 'not (a and b)',
    'not (a == b)': 'not a == b',
    '(not a) == b': '(not a) == b',
    '(a<b)==(c<d)': '(a < b) == (c < d)',
    '(a and b)or c': 'a and b or c',
    'a and(b or c)': 'a and (b or c)',
    'if( (a>b) , (a) , b )': 'if(a > b, a, b)',
    'total( x , by:state )': 'total(x, by: state)',
    "level == 'ES'": 'level == "ES"',
    'note == \'say "hi"\'': 'note == \'say "hi"\'',
    'sum( grade_k .. grade_5 )': 'sum(grade_k..grade_5)',
    '1.50 + 007': '1.50 + 007',
  }
  for (const [written, form] of Object.entries(printed)) {
    t.equal(print(read(written)), form, written)
    t.equal(print(read(form)), form, `${form} stays`)
  }
})

t.test('a text is written in the quotes that it does not contain', async (t) => {
  t.equal(quoted("5'"), `"5'"`)
  t.equal(quoted('5"'), `'5"'`)
})

t.test('what is printed is the same tree, and prints the same again', async (t) => {
  await holds(
    t,
    fc.property(anyExpression, (tree) => keeps(tree, print)),
    { runs: 5000 },
  )
})

t.test('a printer without parentheses would change what formulas mean', async (t) => {
  const careless = (tree: Expression): string => print(tree).replaceAll(/(?<![\w)])\(|(?<=\W)\)/g, ' ')
  await fails(
    t,
    fc.property(anyExpression, (tree) => keeps(tree, careless)),
    { runs: 5000 },
  )
})

function keeps(tree: Expression, printer: (tree: Expression) => string): boolean {
  const text = printer(tree)
  const parsed = parse(text)
  // A tree can be deeper or larger than any text may be.
  if (parsed.kind === 'fault') return /too deeply|too many parts|too long/.test(parsed.fault.message)
  return treeText(parsed.expression) === treeText(tree) && printer(parsed.expression) === text
}

function read(text: string): Expression {
  const parsed = parse(text)
  if (parsed.kind === 'fault') throw new Error(`${text}: ${parsed.fault.message}`)
  return parsed.expression
}
