import t from 'tap'
import { textLines } from '../../src/paper/text-lines.ts'

/** Every letter is one point wide. */
const widthOf = (text: string): number => Array.from(text).length
const lines = (text: string, width: number, most: number): string[] =>
  textLines(text, { width, most }, widthOf)

t.test('words go to the next line where they do not fit', async (t) => {
  t.strictSame(lines('one two three four', 9, 9), ['one two', 'three', 'four'])
  t.strictSame(lines('one two', 7, 9), ['one two'])
  t.strictSame(lines('', 7, 9), [''])
})

t.test('what has no room in so many lines ends in an ellipsis', async (t) => {
  t.strictSame(lines('one two three four', 9, 2), ['one two', 'three fo…'])
  t.strictSame(lines('one two three four', 9, 1), ['one two…'])
  t.strictSame(lines('one two', 7, 1), ['one two'])
})

t.test('a word that no line holds is broken, and no letter in two', async (t) => {
  t.strictSame(lines('abcdefgh ij', 3, 9), ['abc', 'def', 'gh', 'ij'])
  t.strictSame(lines('abcdefgh ij', 3, 2), ['abc', 'de…'])
  t.strictSame(lines('e\u0301e\u0301e\u0301', 2, 9), ['e\u0301', 'e\u0301', 'e\u0301'])
})
