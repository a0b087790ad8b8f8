import type { Chance } from '../../scenarios/demonstration/seeded-chance.ts'

/** What a mutation has to work with: the text of a file, and that of another good one. */
export interface Material {
  readonly text: string
  readonly other: string
}

type Mutation = (material: Material, chance: Chance) => string
type ByteMutation = (bytes: Uint8Array, chance: Chance) => readonly number[] | Uint8Array

/** Mutations of a text as text. */
export const TEXT_MUTATIONS: Readonly<Record<string, Mutation>> = {
  'a word becomes another of the file': ({ text }, chance) =>
    replaced(text, WORD, chance, () => wordOf(text, chance)),
  'a word becomes one of another file': ({ text, other }, chance) =>
    replaced(text, WORD, chance, () => wordOf(other, chance)),
  'a word becomes one that means something to a machine': ({ text }, chance) =>
    replaced(text, WORD, chance, () => pick(MACHINE_WORDS, chance)),
  'two words change places': ({ text }, chance) => exchanged(text, WORD, chance),
  'two signs or words change places': ({ text }, chance) => exchanged(text, TOKEN, chance),
  'a sign or word is left out': ({ text }, chance) => replaced(text, TOKEN, chance, () => ''),
  'a sign or word is doubled': ({ text }, chance) => replaced(text, TOKEN, chance, (token) => token + token),
  'a sign becomes another': ({ text }, chance) => replaced(text, SIGN, chance, () => pick(SIGNS, chance)),
  'a quote or bracket is dropped': ({ text }, chance) => replaced(text, BRACKET, chance, () => ''),
  'a quote or bracket becomes another': ({ text }, chance) =>
    replaced(text, BRACKET, chance, () => pick(BRACKETS, chance)),
  'a number becomes huge, negative, empty or none': ({ text }, chance) =>
    replaced(text, NUMBER, chance, (number) => pick(NUMBERS, chance).replace('N', number)),
  'two numbers change places': ({ text }, chance) => exchanged(text, NUMBER, chance),
  'a name is put into an expression': ({ text }, chance) =>
    replaced(text, NAME_IN_EXPRESSION, chance, (name) =>
      pick(EXPRESSIONS, chance).replaceAll('N', name).replaceAll('M', wordOf(text, chance)),
    ),
  'a cell becomes another': ({ text }, chance) => replaced(text, CELL, chance, () => cellOf(text, chance)),
  'a cell becomes one of another file': ({ text, other }, chance) =>
    replaced(text, CELL, chance, () => cellOf(other, chance)),
  'two lines change places': ({ text }, chance) => exchanged(text, LINE, chance),
  'a line is moved': ({ text }, chance) => {
    const lines = text.split('\n')
    const [line = ''] = lines.splice(chance.between(0, lines.length - 1), 1)
    return lines.toSpliced(chance.between(0, lines.length), 0, line).join('\n')
  },
  'a line is left out': ({ text }, chance) => replaced(text, LINE, chance, () => ''),
  'a line is doubled': ({ text }, chance) => replaced(text, LINE, chance, (line) => line + line),
  'a line is indented otherwise': ({ text }, chance) =>
    replaced(text, LINE, chance, (line) =>
      pick([` ${line}`, `  ${line}`, line.replace(/^ /, ''), line.replace(/^ {2}/, ''), `\t${line}`], chance),
    ),
  'a line of another file comes in': ({ text, other }, chance) =>
    replaced(text, LINE, chance, (line) => line + (pickMatch(other, LINE, chance)?.[0] ?? '')),
}

/** Mutations of a file's bytes. */
export const BYTE_MUTATIONS: Readonly<Record<string, ByteMutation>> = {
  'a bit is flipped': (bytes, chance) => {
    const at = chance.between(0, bytes.length - 1)
    return bytes.with(at, (bytes[at] ?? 0) ^ (1 << chance.between(0, 7)))
  },
  'a byte becomes another': (bytes, chance) =>
    bytes.with(chance.between(0, bytes.length - 1), chance.between(0, 255)),
  'a byte is left out': (bytes, chance) => spliced(bytes, chance, { most: 1 }),
  'a stretch of bytes is left out': (bytes, chance) => spliced(bytes, chance, { most: 200 }),
  'a byte is doubled': (bytes, chance) => {
    const at = chance.between(0, bytes.length - 1)
    return [...bytes.subarray(0, at + 1), ...bytes.subarray(at)]
  },
  'two bytes change places': (bytes, chance) => {
    const [a, b] = [chance.between(0, bytes.length - 1), chance.between(0, bytes.length - 1)]
    return bytes.with(a, bytes[b] ?? 0).with(b, bytes[a] ?? 0)
  },
  'the file ends early': (bytes, chance) => bytes.subarray(0, chance.between(0, bytes.length - 1)),
}

export function pick<Item>(items: readonly Item[], chance: Chance): Item {
  const item = items[chance.between(0, items.length - 1)]
  if (item === undefined) throw new Error('there is nothing to pick from')
  return item
}

const WORD = /[A-Za-z_][\w-]*/g
const TOKEN = /[A-Za-z_]\w*|\d+(?:\.\d+)?|[^\s\w]/g
const SIGN = /[-+*/<>=!|&?:,.#%@~^]/g
const BRACKET = /["'()[\]{}]/g
const NUMBER = /\d+(?:\.\d+)?/g
const CELL = /[^,\n]+/g
const LINE = /[^\n]*\n/g
const NAME_IN_EXPRESSION =
  /(?<=(?:amount|when|least|most|share|total|value|pupils|against):[^\n]*)\b[a-z_][\w.]*\b/g

const SIGNS = [
  ...'+ - * / < > = ! | & ? : , . # % @ ~ ^ \\ ; .. == != <='.split(' '),
  ' ',
  '\n',
  '\t',
  '\r\n',
  ': ',
  ' #',
  '- ',
  '\u00a0',
  '\u2028',
  '\u0000',
  '\ufeff',
]
const BRACKETS = "\" ' ( ) [ ] { } ` [[ (( {{ \\\" ''".split(' ')
/** What a number `N` becomes. */
const NUMBERS = [
  ...'|-N|0|-0|-1|1|0.5|N0|N.5|N000000000|1/3|N/N|1e9|N%|$N|.N|N.|+N|--N|N N|1,5|1 000|1_000|0x10'.split('|'),
  ...'999999999999999999|9999999999999999999|0.000000000000000001|9007199254740993|NaN|Infinity|null'.split(
    '|',
  ),
  '\u0661',
  '\uff11',
  '9'.repeat(400),
]
/** What a name `N` becomes; `M` is another word of the file. */
const EXPRESSIONS = [
  ...'N / M|N / N|(N - N)|N * M|N * N|-N|N + M|pow(N, 2)|pow(N, 999)|pow(N, -1)|N(N)|N.M|N(M)'.split('|'),
  ...'round(N, 2)|round(N / 3, 2)|round_to(N, 0.05)|floor(N)|ceil(N)|abs(N)|max(N, M)|min(N, 0)'.split('|'),
  ...'total(N)|mean(N)|rank(N)|given(N)|quantile(N, 0.5)|share_of_total(N)|total(N, by: M)'.split('|'),
  ...'if(N > M, N, 0)|N > M|not N|N and M|N == "M"|prior.N|line.N|subtotal|clamp(N, 0, M)'.split('|'),
  'round(total(N) / total(M), 6) * N',
  '((((((((N))))))))',
  'pow(pow(pow(N, 30), 30), 30)',
]
const MACHINE_WORDS = [
  ...'__proto__ constructor prototype toString hasOwnProperty valueOf length undefined null true false'.split(
    ' ',
  ),
  ...'now prior id name line total subtotal if and not by earlier base formula file rows values'.split(' '),
  ...'missing money pupil ratio text half_even ../x.csv'.split(' '),
]

function wordOf(text: string, chance: Chance): string {
  return pickMatch(text, WORD, chance)?.[0] ?? 'x'
}

function cellOf(text: string, chance: Chance): string {
  return pickMatch(text, CELL, chance)?.[0] ?? ''
}

function pickMatch(text: string, pattern: RegExp, chance: Chance): RegExpExecArray | undefined {
  const found = [...text.matchAll(pattern)]
  return found.length === 0 ? undefined : pick(found, chance)
}

function replaced(text: string, pattern: RegExp, chance: Chance, by: (found: string) => string): string {
  const found = pickMatch(text, pattern, chance)
  if (found === undefined) return text
  return text.slice(0, found.index) + by(found[0]) + text.slice(found.index + found[0].length)
}

function exchanged(text: string, pattern: RegExp, chance: Chance): string {
  const found = [pickMatch(text, pattern, chance), pickMatch(text, pattern, chance)]
  const [a, b] = found.filter((each) => each !== undefined).toSorted((x, y) => x.index - y.index)
  if (a === undefined || b === undefined || a.index === b.index) return text
  const between = text.slice(a.index + a[0].length, b.index)
  return text.slice(0, a.index) + b[0] + between + a[0] + text.slice(b.index + b[0].length)
}

function spliced(bytes: Uint8Array, chance: Chance, { most }: { readonly most: number }): readonly number[] {
  const at = chance.between(0, bytes.length - 1)
  return [...bytes.subarray(0, at), ...bytes.subarray(at + chance.between(1, most))]
}
