import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { nearest } from '../core/text/nearest.ts'

export interface CommandLine {
  readonly files: readonly string[]
  text(option: string): string | undefined
  /** The values of an option that may stand several times, in their order. */
  texts(option: string): readonly string[]
  flag(option: string): boolean
}

/** A command line that does not fit; the words are for the person who wrote it. */
export class UsageFault extends Error {}

/** Reads options and files; an option that is not known, or has no value, is a usage fault. */
export function readCommandLine(args: readonly string[], options: ParseArgsOptionsConfig): CommandLine {
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options,
    allowPositionals: true,
    strict: false,
    tokens: true,
  })
  const given = new Set<string>()
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    checkOption(token, options)
    // The last of two would win, and nobody would be told.
    if (given.has(token.name) && options[token.name]?.multiple !== true)
      throw new UsageFault(`${token.rawName} is given twice`)
    given.add(token.name)
  }
  const found: Readonly<Record<string, unknown>> = values
  return {
    files: positionals,
    text: (option) => (typeof found[option] === 'string' ? found[option] : undefined),
    texts: (option) => {
      const all = found[option]
      return Array.isArray(all) ? all.filter((each) => typeof each === 'string') : []
    },
    flag: (option) => found[option] === true,
  }
}

interface OptionToken {
  readonly name: string
  readonly rawName: string
  readonly value?: string | undefined
  readonly inlineValue?: boolean | undefined
}

function checkOption(
  { name, rawName, value, inlineValue }: OptionToken,
  options: ParseArgsOptionsConfig,
): void {
  const option = Object.hasOwn(options, name) ? options[name] : undefined
  if (option === undefined) {
    const meant = nearest(name, Object.keys(options))
    throw new UsageFault(
      `there is no option ${rawName}${meant === undefined ? '' : `: did you mean --${meant}?`}`,
    )
  }
  if (option.type === 'boolean' && value !== undefined) throw new UsageFault(`${rawName} takes no value`)
  if (option.type === 'boolean') return
  if (value === undefined || value === '') throw new UsageFault(`${rawName} has no value`)
  // A word that starts with a dash is far more often the next option than a value.
  if (value.startsWith('-') && inlineValue !== true)
    throw new UsageFault(`${rawName} has no value, unless ${rawName}=${value} is meant`)
}

/** The one file of a command that takes one. */
export function onlyFile({ files }: CommandLine): string {
  const [file] = files
  if (file === undefined || file === '') throw new UsageFault('a FILE is missing')
  if (files.length > 1) throw new UsageFault(`one FILE is taken, and ${files.length} are given`)
  return file
}

/** The value of an option that has a few; the first of them unless it is stated. */
export function choiceOf<Choice extends string>(
  line: CommandLine,
  option: string,
  choices: readonly [Choice, ...Choice[]],
): Choice {
  const text = line.text(option)
  if (text === undefined) return choices[0]
  const choice = choices.find((each) => each === text)
  if (choice === undefined) throw new UsageFault(`--${option} is one of ${choices.join(', ')}, not ${text}`)
  return choice
}
