import { StoreFault } from '../store-fault.ts'

/** What is amiss with a line of a file that is imported. Its words hold nothing of the file but names that are plain. */
export function lineFault(line: number, words: string): StoreFault {
  return new StoreFault('bad-value', `line ${line}: ${words}; nothing was imported`)
}

/** A name from a file, where it is one that may be shown. */
export function shownName(name: string): string {
  return /^[a-z0-9][a-z0-9_.-]{0,62}$/.test(name) ? name : 'a name that is none'
}
