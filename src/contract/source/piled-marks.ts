/**
 * One more than Unicode's stream-safe texts have (UAX 15); what a language needs is a handful. Looked for from the
 * letter on, and not from every mark.
 */
const PILE = /(?:\P{M}|^)\p{M}{31}/u

/** No mark stands before it in Unicode, so that most texts are known at once to have none. */
const MAYBE_MARK = /[\u0300-\uffff]/

/**
 * Whether a letter carries more marks than any script gives it. Putting them into their one order takes time with the
 * square of their number: a file of 200 KB could keep a machine for ten seconds.
 */
export function hasPiledMarks(text: string): boolean {
  return MAYBE_MARK.test(text) && PILE.test(text)
}

/** Offset of the first such pile of marks. */
export function pileAt(text: string): number {
  return Math.max(0, text.search(PILE))
}

/** What is said of such a text. */
export const PILED_MARKS = {
  message: 'a letter has more than 30 accents or other marks on it',
  suggestion: 'remove the marks that nobody means',
} as const
