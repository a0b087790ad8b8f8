import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'

export interface CommandLine {
  readonly files: readonly string[]
  text(option: string): string | undefined
  flag(option: string): boolean
}

/** A command line that does not fit; the words are for the person who wrote it. */
export class UsageFault extends Error {}

/** Reads options and files; an option that is not known, or has no value, is a usage fault. */
export function readCommandLine(args: readonly string[], options: ParseArgsOptionsConfig): CommandLine {
  try {
    const known = { ...options, help: { type: 'boolean' } } as const satisfies ParseArgsOptionsConfig
    const { values, positionals } = parseArgs({
      args: [...args],
      options: known,
      allowPositionals: true,
      strict: true,
    })
    const found: Readonly<Record<string, unknown>> = values
    return {
      files: positionals,
      text: (option) => (typeof found[option] === 'string' ? found[option] : undefined),
      flag: (option) => found[option] === true,
    }
  } catch (thrown) {
    const words = thrown instanceof Error ? thrown.message : String(thrown)
    throw new UsageFault(words.split('. ')[0], { cause: thrown })
  }
}

/** The one file of a command that takes one. */
export function onlyFile({ files }: CommandLine): string {
  const [file] = files
  if (file === undefined) throw new UsageFault('a FILE is missing')
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
