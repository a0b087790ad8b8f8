import t from 'tap'
import { parse } from '../../../src/core/formula/parse.ts'
import { treeText } from '../../support/tree-text.ts'

t.test('operators bind as on paper', async (t) => {
  const trees = {
    'a + b * c': '(a + (b * c))',
    '(a + b) * c': '((a + b) * c)',
    'a - b - c': '((a - b) - c)',
    'a / b / c': '((a / b) / c)',
    'a - b + c': '((a - b) + c)',
    'a / b * c': '((a / b) * c)',
    '-a * b': '((-a) * b)',
    'a * -b': '(a * (-b))',
    'a - -b': '(a - (-b))',
    '--a': '(-(-a))',
    '-a + b': '((-a) + b)',
    'a + b < c * d': '((a + b) < (c * d))',
    'not a == b': '(not (a == b))',
    'not a and b': '((not a) and b)',
    'not not a': '(not (not a))',
    'a or b and c': '(a or (b and c))',
    'a or b or c': '((a or b) or c)',
    '(a or b) and c': '((a or b) and c)',
    'a == b and c != d or e >= f': '(((a == b) and (c != d)) or (e >= f))',
    'a == not b': '(a == (not b))',
    '(a < b) == c': '((a < b) == c)',
    'if(a < b, c, d) + e': '(if((a < b), c, d) + e)',
  }
  for (const [text, tree] of Object.entries(trees)) t.equal(treeOf(text), tree, text)
})

t.test('numbers, names, texts, ranges and calls are read as written', async (t) => {
  const trees = {
    '007.50': '007.50',
    'weight.frl': 'weight.frl',
    größe: 'größe',
    '\u2126': '\u03a9',
    '"ES"': '"ES"',
    '\'say "hi"\'': JSON.stringify('say "hi"'),
    [`"${decomposed('é')}"`]: '"é"',
    true: 'true',
    'sum(grade_k..grade_5)': 'sum(grade_k..grade_5)',
    'total(x, by: state)': 'total(x, by: state)',
    'rank(x, by: state, first: lowest)': 'rank(x, by: state, first: lowest)',
    'f()': 'f()',
    '  a\n\t+ b ': '(a + b)',
    'andes + order + nothing': '((andes + order) + nothing)',
    'constructor + toString': '(constructor + toString)',
  }
  for (const [text, tree] of Object.entries(trees)) t.equal(treeOf(text), tree, text)
})

t.test('a fault points at what is wrong and says what would be right', async (t) => {
  const faults = {
    '': '«» the expression ends too early',
    'a +': '«» the expression ends too early',
    'a b': '«b» "b" does not fit here',
    'a constructor b': '«constructor» "constructor" does not fit here',
    '* a': '«*» "*" does not fit here',
    'a + * b': '«*» "*" does not fit here',
    'a and or b': '«or» "or" does not fit here',
    '(a': '«» the expression ends too early',
    'a)': '«)» ")" does not fit here',
    'f(a,)': '«)» ")" does not fit here',
    'f(a b)': '«b» "b" does not fit here',
    'f(by: a, b)': '«b» an argument without a name follows a named one',
    'a < b < c': '«<» comparisons do not chain: write a < b and b < c',
    'a == b == c': '«==» comparisons do not chain: write a < b and b < c',
    'a..': '«» the expression ends too early',
    'a..5': '«5» "5" does not fit here',
    '"ES': '«"ES» a quoted text does not end',
    'a = b': '«=» "=" is not part of the formula language: write == to compare',
    'a & b': '«&» "&" is not part of the formula language: write "and"',
    'a ^ 2': '«^» "^" is not part of the formula language: write pow(x, n)',
    'a × b': '«×» "×" is not part of the formula language: write *',
    'a − b': '«−» "−" is not part of the formula language: write - (a hyphen)',
    $5: '«$» "$" is not part of the formula language: write the amount alone; the unit says that it is money',
    '.5': '«.» "." is not part of the formula language: write a digit before the point: 0.5',
    'a ? b : c': '«?» "?" is not part of the formula language: write if(condition, a, b)',
    'a + 😀': '«😀» "😀" is not part of the formula language',
    '15%': '«15%» "15%" is not a number: write a percentage as a fraction: 15/100',
    '1e5': '«1e5» "1e5" is not a number: write the digits out, without an exponent',
    '1_000': '«1_000» "1_000" is not a number: write 1000, or start a name with a letter',
    '2x': '«2x» "2x" is not a number: write * between a number and a name; a name starts with a letter',
    '1234567890123456789': '«1234567890123456789» a number has too many digits',
    '0.1234567890123456789 + a': '«0.1234567890123456789» a number has too many digits',
  }
  for (const [text, fault] of Object.entries(faults)) t.equal(treeOf(text), fault, text)
})

t.test('an expression is at most 4,000 characters long', async (t) => {
  t.equal(treeOf(`a${' '.repeat(3999)}`), 'a')
  t.match(treeOf(`a${' '.repeat(4000)}`), 'an expression is too long')
})

t.test('an expression has at most 500 numbers, names and operators', async (t) => {
  const additions = (names: number): string => Array.from({ length: names }, () => 'a').join('+')
  t.notMatch(treeOf(additions(250)), 'too many parts', '250 names and 249 signs')
  t.match(treeOf(additions(251)), 'an expression has too many parts: name a part of it as a measure')
})

t.test('an expression is nested at most 64 levels deep, however it is nested', async (t) => {
  const nested = (levels: number, open: string, close = ''): string =>
    `${open.repeat(levels)}a${close.repeat(levels)}`
  for (const [open, close] of [['(', ')'], ['-'], ['not '], ['f(', ')'], ['f(by: ', ')']] as const) {
    t.notMatch(treeOf(nested(64, open, close)), 'too deeply', open)
    t.match(treeOf(nested(65, open, close)), 'an expression is nested too deeply', open)
  }
  t.match(treeOf(nested(32, '-(', ')')), '(-', '32 signs and 32 parentheses')
  t.match(treeOf(nested(33, '-(', ')')), 'an expression is nested too deeply')
})

/** The tree, or `«the stretch at fault» message: suggestion`. */
function treeOf(text: string): string {
  const parsed = parse(text)
  if (parsed.kind === 'expression') return treeText(parsed.expression)
  const { span, message, suggestion } = parsed.fault
  return `«${text.slice(span.start, span.end)}» ${message}${suggestion === undefined ? '' : `: ${suggestion}`}`
}

function decomposed(text: string): string {
  return text.normalize('NFD')
}
