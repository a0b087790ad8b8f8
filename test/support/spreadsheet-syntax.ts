/** A spreadsheet formula, read into a tree. */
export type FormulaNode =
  | { readonly kind: 'constant'; readonly value: number | string | boolean }
  | {
      readonly kind: 'cells'
      readonly sheet: string | undefined
      readonly from: CellPlace
      readonly to: CellPlace
    }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly FormulaNode[] }
  | {
      readonly kind: 'operation'
      readonly operator: string
      readonly left: FormulaNode
      readonly right: FormulaNode
    }
  | { readonly kind: 'minus'; readonly of: FormulaNode }

/** Counted from 1. */
export interface CellPlace {
  readonly column: number
  readonly row: number
}

const TOKEN =
  /\s*(?:("(?:[^"]|"")*")|((?:'(?:[^']|'')*'!)?\$?[A-Z]{1,3}\$?\d+)|([A-Z]+)(?=\()|(TRUE|FALSE)|(\d+(?:\.\d+)?)|(<=|>=|<>|[-+*/^=<>(),:]))/y

/** Reads a formula as spreadsheets do: comparisons, then sums, products, powers, and the minus sign tightest of all. */
export function readFormula(text: string): FormulaNode {
  const tokens = tokensOf(text)
  let next = 0
  const peek = (): string => tokens[next]?.text ?? ''
  const take = (): string => tokens[next++]?.text ?? ''
  const expect = (word: string): void => {
    const found = take()
    if (found !== word) throw new Error(`${word} is expected in ${text}, and ${found} stands there`)
  }
  const leftToRight = (operators: readonly string[], inner: () => FormulaNode): FormulaNode => {
    let left = inner()
    while (operators.includes(peek())) left = { kind: 'operation', operator: take(), left, right: inner() }
    return left
  }
  const comparison = (): FormulaNode => leftToRight(['=', '<>', '<', '<=', '>', '>='], sum)
  const sum = (): FormulaNode => leftToRight(['+', '-'], product)
  const product = (): FormulaNode => leftToRight(['*', '/'], power)
  const power = (): FormulaNode => leftToRight(['^'], signed)
  const signed = (): FormulaNode => {
    if (peek() !== '-') return atom()
    take()
    return { kind: 'minus', of: signed() }
  }
  const atom = (): FormulaNode => {
    const { kind, text: word } = tokens[next] ?? { kind: 'end', text: '' }
    take()
    if (kind === 'text') return { kind: 'constant', value: word.slice(1, -1).replaceAll('""', '"') }
    if (kind === 'truth') return { kind: 'constant', value: word === 'TRUE' }
    if (kind === 'number') return { kind: 'constant', value: Number(word) }
    if (kind === 'cell') return cells(word)
    if (kind === 'name') return { kind: 'call', name: word, args: argsOf() }
    if (word !== '(') throw new Error(`${word} does not begin anything in ${text}`)
    const inner = comparison()
    expect(')')
    return inner
  }
  const cells = (word: string): FormulaNode => {
    const { sheet, place } = placeOf(word)
    if (peek() !== ':') return { kind: 'cells', sheet, from: place, to: place }
    take()
    return { kind: 'cells', sheet, from: place, to: placeOf(take()).place }
  }
  const argsOf = (): FormulaNode[] => {
    expect('(')
    const args: FormulaNode[] = []
    while (peek() !== ')') {
      args.push(comparison())
      if (peek() === ',') take()
    }
    expect(')')
    return args
  }
  const tree = comparison()
  if (next !== tokens.length) throw new Error(`${text} goes on after its end: ${peek()}`)
  return tree
}

const KINDS = ['text', 'cell', 'name', 'truth', 'number', 'sign'] as const

function tokensOf(text: string): { readonly kind: (typeof KINDS)[number]; readonly text: string }[] {
  const tokens: { kind: (typeof KINDS)[number]; text: string }[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < text.length) {
    const start = TOKEN.lastIndex
    const groups = TOKEN.exec(text)?.slice(1)
    const at = groups?.findIndex((group) => group !== undefined) ?? -1
    const [kind, word] = [KINDS[at], groups?.[at]]
    if (kind === undefined || word === undefined) throw new Error(`${text.slice(start)} cannot be read`)
    tokens.push({ kind, text: word })
  }
  return tokens
}

function placeOf(word: string): { readonly sheet: string | undefined; readonly place: CellPlace } {
  const [, sheet, letters = '', row] = /^(?:'((?:[^']|'')*)'!)?\$?([A-Z]+)\$?(\d+)$/.exec(word) ?? []
  const column = letters.split('').reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0)
  return { sheet: sheet?.replaceAll("''", "'"), place: { column, row: Number(row) } }
}
